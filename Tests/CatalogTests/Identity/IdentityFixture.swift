import Actions
import Calls
import Foundation
import JSON
import Platforms
import Synchronization
import Testing
import Workspace

/// Keeps the attempts of several calls.
final class AttemptLedger: VerificationAttemptStore {
    private let attempts = Mutex<[(subject: String, time: Date)]>([])

    func note(
        _ subjects: [String],
        at now: Date,
        limit: Int,
        within period: TimeInterval
    ) async throws(StoreError) -> Bool {
        attempts.withLock { attempts in
            let recent = attempts.filter { $0.time > now.addingTimeInterval(-period) }
            guard subjects.allSatisfy({ subject in recent.count { $0.subject == subject } < limit }) else {
                return false
            }
            attempts += subjects.map { ($0, now) }
            return true
        }
    }

    func forget(_ subjects: [String]) async throws(StoreError) {
        attempts.withLock { $0.removeAll { subjects.contains($0.subject) } }
    }

    func forget(before date: Date) async throws(StoreError) {
        attempts.withLock { $0.removeAll { $0.time < date } }
    }

    /// How many were counted for one subject at most.
    var most: Int {
        attempts.withLock { attempts in
            Dictionary(grouping: attempts, by: \.subject).values.map(\.count).max() ?? 0
        }
    }
}

/// Counts nothing: its database is away.
struct LostLedger: VerificationAttemptStore {
    func note(
        _ subjects: [String],
        at now: Date,
        limit: Int,
        within period: TimeInterval
    ) async throws(StoreError) -> Bool {
        throw .unavailable("The database is away.")
    }

    func forget(_ subjects: [String]) async throws(StoreError) { throw .unavailable("The database is away.") }
    func forget(before date: Date) async throws(StoreError) { throw .unavailable("The database is away.") }
}

/// Takes the codes that would go to a caller's telephone.
final class Postbox: CodeDelivery {
    private let received = Mutex<[CodeMessage]>([])
    private let failure: WebhookFailure?

    init(failing failure: WebhookFailure? = nil) { self.failure = failure }

    var messages: [CodeMessage] { received.withLock { $0 } }

    func deliver(_ message: CodeMessage, by deadline: ContinuousClock.Instant) async throws(WebhookFailure) {
        if let failure { throw failure }
        received.withLock { $0.append(message) }
    }
}

/// A clock that a test moves.
final class MovedClock: Sendable {
    private let now = Mutex(DemoOrg.now)

    func advance(by seconds: TimeInterval) { now.withLock { $0 += seconds } }
    var time: @Sendable () -> Date { { self.now.withLock { $0 } } }
}

/// Calls with an agent that asks who is calling.
struct IdentityFixture: Sendable {
    let call: Call
    private static let patience = Duration.seconds(60)

    private static let actions = """
        name: identify_customer
        soql: SELECT Id, Name, Phone FROM Contact WHERE Phone = '{{caller_phone}}' LIMIT 5
        ---
        name: own_cases
        soql: SELECT Id, Subject FROM Case
        """

    init(
        on org: DemoOrg,
        callerPhone: String? = "+15552345678",
        rule: VerificationRule = .standard,
        clock: MovedClock = MovedClock(),
        attempts: (any VerificationAttemptStore)? = AttemptLedger(),
        codes: (any CodeDelivery)? = nil
    ) async throws {
        let compiled = try Self.actions.split(separator: "---\n").map { try CustomAction.reading(String($0)) }
        let connection = org.connection
        call = Call(
            agent: Agent(
                id: "agent",
                name: "Agent",
                timeZone: try #require(TimeZone(identifier: "America/New_York")),
                actions: [
                    EnabledAction(compiled[0]),
                    EnabledAction(compiled[1], requiring: .verified, isLimitedToCaller: true),
                ],
                verification: rule
            ),
            callerPhone: callerPhone,
            reportsTurns: false,
            clock: clock.time,
            verification: CallerVerification(attempts: attempts, codes: codes),
            send: { request, deadline throws(CRMError) in try await connection.send(request, deadline: deadline) }
        )
        if callerPhone != nil { await call.invoke("identify_customer", [:], within: Self.patience) }
    }

    func verify(_ facts: JSONObject) async -> Outcome { await call.verify(facts, within: Self.patience).outcome }
    func verify(code: String) async -> Outcome { await call.verify(code: code, within: Self.patience).outcome }
    func sendCode() async -> Outcome { await call.sendCode(within: Self.patience).outcome }
    func ownCases() async -> Outcome { await call.invoke("own_cases", [:], within: Self.patience).outcome }
}
