import Agents
import Calls
import Foundation
import JSON
import Platforms
import SandboxOrg
import Synchronization

/// Plays one scenario on a sandbox org of its own, and compares what happened with what should have.
struct Rehearsal: Sendable {
    /// How the rehearsal of a scenario went.
    struct Result: Sendable {
        var scenario: String
        /// Why it failed; empty when it passed.
        var failures: [String]
        /// What was said and done.
        var transcript: Transcript
        var usage: TokenUsage
        var duration: Duration

        var hasPassed: Bool { failures.isEmpty }
    }

    let scenario: Scenario
    /// Who plays the agent; nil for the scenario's own script.
    var agentModel: (any LanguageModel)?
    /// Who plays the caller, where the scenario describes one; nil for the scenario's own lines.
    var callerModel: (any LanguageModel)?

    func run() async throws -> Result {
        var configuration = SandboxServer.Configuration()
        configuration.seed = .demo
        configuration.faults = scenario.faults
        return try await withSandboxServer(configuration) { sandbox in
            let link = try OrgLink(org: sandbox.baseURL, token: sandbox.token)
            let result = await play(on: sandbox, link)
            await link.close()
            return result
        }
    }

    private func play(on sandbox: RunningSandbox, _ link: OrgLink) async -> Result {
        let start = ContinuousClock.now
        let clock = RehearsalClock()
        let phone = CallersPhone()
        let call = Call(
            agent: scenario.agent,
            callerPhone: scenario.callerPhone,
            reportsTurns: true,
            clock: { clock.now },
            verification: CallerVerification(codes: phone),
            send: link.send
        )
        let conversation = Conversation(in: call, with: agentModel ?? ScriptedModel(scenario.script))
        var verdict = RehearsalVerdict(scenario, call, conversation, sandbox.org)
        do {
            await call.open()
            if scenario.agentSpeaksFirst { try await listen(to: conversation.turn(after: nil)) }
            await verdict.checkProhibitions()
            if let persona = scenario.persona, let callerModel {
                let caller = ModelCaller(persona, callerModel)
                while let line = try await caller.line(after: conversation.transcript) {
                    try await listen(to: conversation.turn(after: line))
                    await verdict.checkProhibitions()
                    if await conversation.ending != nil { break }
                }
            } else {
                for step in scenario.steps {
                    switch step {
                    case .agent: continue
                    case .pause(let duration): clock.advance(by: duration)
                    case .caller(let line):
                        try await listen(to: conversation.turn(after: phone.filled(line)))
                        await verdict.checkProhibitions()
                    }
                }
            }
            await verdict.checkScript(isPlayed: agentModel == nil)
        } catch {
            verdict.failures.append("The call broke off: \(error)")
        }
        await verdict.checkExpectations()
        return Result(
            scenario: scenario.name,
            failures: verdict.failures,
            transcript: await conversation.transcript,
            usage: await conversation.usage,
            duration: start.duration(to: .now)
        )
    }

    /// A model that can't be had is no passed rehearsal.
    private func listen(to events: AsyncThrowingStream<Conversation.Event, any Error>) async throws {
        for try await event in events { if case .troubled(let error) = event { throw error } }
    }
}

/// Where codes arrive: the caller can read them out.
private final class CallersPhone: CodeDelivery {
    private let code = Mutex("")

    func deliver(_ message: CodeMessage, by deadline: ContinuousClock.Instant) async throws(WebhookFailure) {
        code.withLock { $0 = message.code }
    }

    /// A line of the caller with the latest code in it, where the scenario says so.
    func filled(_ line: String) -> String { line.replacing("{{code}}", with: code.withLock(\.self)) }
}

/// The time of a rehearsal: the true one, and what the scenario skips.
private final class RehearsalClock: Sendable {
    private let skipped = Mutex<TimeInterval>(0)

    var now: Date { Date().addingTimeInterval(skipped.withLock(\.self)) }

    func advance(by duration: Duration) { skipped.withLock { $0 += duration / .seconds(1) } }
}
