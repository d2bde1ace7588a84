import Actions
import Testing

@testable import Platforms

/// The rules of trying again, without a network.
struct RequestAttemptsTests {
    /// Makes every pause the longest it can be.
    private struct Highest: RandomNumberGenerator {
        mutating func next() -> UInt64 { .max }
    }

    private static let policy = RetryPolicy(
        attempts: 4,
        firstPause: .milliseconds(100),
        longestPause: .milliseconds(300),
        smallestRemainder: .milliseconds(200)
    )

    private func steps(
        of request: CRMRequest,
        after errors: [CRMError],
        remaining: Duration = .seconds(4)
    ) -> [RequestAttempts.Step] {
        var attempts = RequestAttempts(request, policy: Self.policy)
        var generator = Highest()
        return errors.map { attempts.step(after: $0, remaining: remaining, using: &generator) }
    }

    private func isPause(_ step: RequestAttempts.Step?) -> Bool {
        if case .pause = step { true } else { false }
    }

    @Test func `pauses grow to their limit and end with the attempts`() {
        let error = CRMError(.lockedRow)
        let steps = steps(of: .init(.post, segments: ["x"]), after: Array(repeating: error, count: 4))
        let expected: [Duration] = [.milliseconds(100), .milliseconds(200), .milliseconds(300)]
        for (step, duration) in zip(steps, expected) {
            guard case .pause(let pause) = step else {
                Issue.record("\(step) is no pause")
                continue
            }
            #expect(pause <= duration && pause > duration * 0.99)
        }
        #expect(steps.last == .giveUp(error))
    }

    @Test func `without time for another attempt the request ends`() {
        let error = CRMError(.lockedRow)
        let steps = steps(of: .init(.post, segments: ["x"]), after: [error], remaining: .milliseconds(250))
        #expect(steps == [.giveUp(error)])
    }

    @Test(arguments: CRMError.Kind.allCases)
    func `only what can pass by itself is tried again`(_ kind: CRMError.Kind) {
        let step = steps(of: .init(.get, segments: ["x"]), after: [CRMError(kind)]).first
        switch kind {
        case .unreachable, .unavailable, .lockedRow: #expect(isPause(step))
        case .sessionInvalid: #expect(step == .renewToken)
        default: #expect(step == .giveUp(CRMError(kind)))
        }
    }

    @Test(arguments: [
        (CRMRequest(.post, segments: ["sobjects", "Case"]), false),
        (CRMRequest(.patch, segments: ["sobjects", "Case", "Id"]), false),
        (CRMRequest(.patch, segments: ["sobjects", "Case", "500"]), true),
        (CRMRequest(.patch, segments: ["sobjects", "Case", "Key__c", "7"]), true),
        (CRMRequest(.delete, segments: ["sobjects", "Case", "500"]), true),
    ])
    func `after an unclear failure a create is never repeated`(_ request: CRMRequest, _ isRepeated: Bool) {
        let lost = CRMError(.unreachable, mayHaveBeenWritten: true)
        let step = steps(of: request, after: [lost]).first
        #expect(isPause(step) == isRepeated)
        #expect((step == .giveUp(lost)) == !isRepeated)
    }

    @Test func `a create that was never sent is repeated`() {
        #expect(isPause(steps(of: .init(.post, segments: ["x"]), after: [CRMError(.unreachable)]).first))
    }

    @Test func `a refusal after an unclear attempt stays unclear`() {
        let lost = CRMError(.unreachable, mayHaveBeenWritten: true)
        let refused = CRMError(.validation)
        let steps = steps(of: .init(.patch, segments: ["x"]), after: [lost, refused])
        #expect(steps.last == .giveUp(CRMError(.validation, mayHaveBeenWritten: true)))
    }

    @Test func `a record found deleted at first is not our doing`() {
        let deleted = CRMError(.deleted)
        #expect(steps(of: .init(.delete, segments: ["x"]), after: [deleted]) == [.giveUp(deleted)])
    }

    @Test func `a token is renewed once and costs no attempt`() {
        let expired = CRMError(.sessionInvalid)
        let steps = steps(of: .init(.get, segments: ["x"]), after: [expired, expired])
        #expect(steps == [.renewToken, .giveUp(expired)])
    }
}
