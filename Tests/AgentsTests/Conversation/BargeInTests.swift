import Actions
import Agents
import Calls
import JSON
import Testing

/// The caller cuts in.
@Suite struct BargeInTests {
    private let write = ToolCall(id: "w", name: "log_call", arguments: ["Subject": "Call"])

    /// Reads a turn until a listener has heard a text, and then goes away.
    private func hear(_ text: String, of turn: AsyncThrowingStream<Conversation.Event, any Error>) async throws {
        for try await event in turn { if case .said(text) = event { return } }
    }

    @Test func `speech stops, and what was spoken is remembered`() async throws {
        let staged = try StagedCall()
        let model = StagedModel([.endless(.text("Let me "), .text("explain "), .use(write)), .of(.text("Sorry?"))])
        let conversation = Conversation(in: staged.call, with: model)
        try await hear("explain ", of: conversation.turn(after: "Hi"))
        #expect(try await lines(of: conversation.turn(after: "Stop")) == ["Sorry?", "finished"])
        #expect(
            model.requests.last?.transcript.entries == [
                .caller("Hi"), .agent(text: "Let me explain ", uses: []), .caller("Stop"),
            ]
        )
        #expect(staged.sent.isEmpty)
    }

    @Test func `what the caller did not hear was not said`() async throws {
        let model = StagedModel([.of(.text("I can offer three things.")), .of(.text("Yes?"))])
        let conversation = Conversation(in: try StagedCall().call, with: model)
        _ = try await lines(of: conversation.turn(after: "Hi"))
        await conversation.interrupt(heard: "I can offer")
        _ = try await lines(of: conversation.turn(after: "Wait"))
        #expect(model.requests.last?.transcript.entries[1] == .agent(text: "I can offer \u{2014}", uses: []))
    }

    @Test func `a write under way is finished, once, and the next turn knows its outcome`() async throws {
        let barrier = Barrier()
        let staged = try StagedCall { request in if request.method.isWrite { await barrier.pass() } }
        let model = StagedModel([.of(.text("Logging. "), .use(write)), .of(.text("It is logged."))])
        let conversation = Conversation(in: staged.call, with: model)
        let turn = conversation.turn(after: "Log this")
        let reading = Task { try await lines(of: turn) }
        await barrier.arrived()
        reading.cancel()
        let next = Task { try await lines(of: conversation.turn(after: "Did you?")) }
        await barrier.open()
        #expect(try await next.value == ["It is logged.", "finished"])
        #expect(staged.writes.count == 1)
        guard case .outcome(write, let outcome)? = model.requests.last?.transcript.entries[2] else {
            Issue.record("The outcome was lost.")
            return
        }
        #expect(outcome["outcome"] == "completed" && outcome["written"] == "yes")
    }

    @Test func `a model that fails because it was interrupted is no trouble`() async throws {
        let barrier = Barrier()
        await barrier.open()
        let conversation = Conversation(in: try StagedCall().call, with: InterruptedModel(barrier: barrier))
        let listening = Task { try await lines(of: conversation.turn(after: "Hi")) }
        await barrier.arrived()
        await conversation.interrupt()
        #expect(try await listening.value == ["finished"])
    }

    @Test func `what was not begun is not begun any more`() async throws {
        let barrier = Barrier()
        let staged = try StagedCall { request in if request.method.isWrite { await barrier.pass() } }
        var second = write
        second.id = "w2"
        second.arguments["Subject"] = "Another call"
        let model = StagedModel([.of(.use(write), .use(second)), .of(.text("Yes?"))])
        let conversation = Conversation(in: staged.call, with: model)
        let turn = conversation.turn(after: "Log both")
        let reading = Task { try await lines(of: turn) }
        await barrier.arrived()
        let interruption = Task { await conversation.interrupt() }
        await interruption.isWaiting()
        await barrier.open()
        await interruption.value
        _ = try await reading.value
        _ = try await lines(of: conversation.turn(after: "Stop"))
        #expect(staged.writes.count == 1)
        let outcomes = model.requests.last?.transcript.entries.compactMap { entry in
            if case .outcome(let use, let outcome) = entry { [use.id, outcome["outcome"]?.string] } else { nil }
        }
        #expect(outcomes == [["w", "completed"], ["w2", "refused"]])
    }
}

extension Task where Success == Void, Failure == Never {
    /// Gives the task the time to reach its first wait.
    fileprivate func isWaiting() async { for _ in 0..<1000 { await Task<Never, Never>.yield() } }
}

/// A model whose stream ends with an error once nobody wants it any more.
private struct InterruptedModel: LanguageModel {
    let barrier: Barrier

    func response(to request: ModelRequest) -> AsyncThrowingStream<ModelEvent, any Error> {
        AsyncThrowingStream {
            await barrier.pass()
            // It ends only when it is interrupted.
            try await Task.sleep(for: .seconds(3600))
            return nil
        }
    }
}
