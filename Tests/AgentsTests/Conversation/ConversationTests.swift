import Actions
import Agents
import Calls
import Foundation
import JSON
import Testing
import Workspace

@Suite struct ConversationTests {
    private let search = ToolCall(id: "1", name: "search_contact", arguments: ["search_term": "Sarah"])

    @Test func `words stream as they come, and outcomes are read by what follows`() async throws {
        let model = ScriptedModel([
            .init("One moment. ", uses: [.init("search_contact", ["search_term": "Sarah"])]),
            .init("You are {{search_contact.FirstName}} of {{search_contact.Account.Name}}."),
        ])
        let conversation = Conversation(in: try StagedCall().call, with: model)
        let heard = try await lines(of: conversation.turn(after: "Hello"))
        #expect(
            heard == [
                "One ", "moment. ", "using: search_contact", "search_contact: completed", "You ", "are ", "Sarah ",
                "of ", "Acme.", "finished",
            ]
        )
    }

    @Test func `searches that stand together run together`() async throws {
        let barrier = Barrier()
        let staged = try StagedCall { _ in await barrier.pass() }
        let account = ToolCall(id: "2", name: "search_account", arguments: ["search_term": "Acme"])
        let model = StagedModel([.of(.use(search), .use(account)), .of(.text("Found."))])
        let turn = Conversation(in: staged.call, with: model).turn(after: "Hi")
        let reading = Task { try await lines(of: turn) }
        await barrier.arrived(2)
        await barrier.open()
        #expect(
            try await reading.value == [
                "using: search_contact, search_account", "search_contact: completed", "search_account: completed",
                "Found.", "finished",
            ]
        )
    }

    @Test func `a caller does not wait in silence for a slow org`() async throws {
        let barrier = Barrier()
        let staged = try StagedCall { _ in await barrier.pass() }
        var limits = ConversationLimits()
        limits.fillerAfter = .milliseconds(1)
        let model = StagedModel([.of(.use(search)), .of(.text("Found."))])
        let conversation = Conversation(with: CallToolbox(staged.call), model: model, limits: limits)
        var heard: [String] = []
        for try await event in conversation.turn(after: "Hi") {
            guard case .said(let words) = event else { continue }
            heard.append(words)
            await barrier.open()
        }
        #expect(heard == ["One moment, please. ", "Found."])
        #expect(await conversation.transcript.entries.last == .agent(text: "Found.", uses: []))
    }

    @Test func `arguments that came in part are never carried out`() async throws {
        let staged = try StagedCall()
        let garbled = ToolCall(id: "1", name: "log_call", arguments: [:], isGarbled: true)
        let model = StagedModel([.of(.use(garbled)), .of(.text("Once more, please."))])
        _ = try await lines(of: Conversation(in: staged.call, with: model).turn(after: "Hi"))
        #expect(staged.sent.isEmpty)
        guard case .outcome(_, let outcome)? = model.requests.last?.transcript.entries.last else {
            Issue.record("The model was not told.")
            return
        }
        #expect(outcome["outcome"] == "invalid")
    }

    @Test func `what a model says again of what it was told reaches the org as it was there`() async throws {
        let staged = try StagedCall()
        let told = ToolCall(id: "1", name: "search_account", arguments: ["search_term": "R\u{27E8}D\u{27E9} Systems"])
        let model = StagedModel([.of(.use(told)), .of(.text("Found."))])
        _ = try await lines(of: Conversation(in: staged.call, with: model).turn(after: "Hi"))
        #expect(staged.sent.first?.query.contains { $0.value.contains("R<D> Systems") } == true)
    }

    @Test func `a model that never stops is stopped, and the caller hears something`() async throws {
        let again = ScriptedModel.Response(uses: [.init("search_contact", ["search_term": "Sarah"])])
        let endless = Array(repeating: again, count: 20)
        let conversation = Conversation(in: try StagedCall().call, with: ScriptedModel(endless))
        let heard = try await lines(of: conversation.turn(after: nil))
        #expect(heard.count { $0 == "search_contact: completed" } == ConversationLimits().responsesPerTurn)
        #expect(heard.suffix(2).first?.hasPrefix("I'm sorry") == true)
    }

    @Test func `the agent ends the call after everything else, and leaves a summary`() async throws {
        let staged = try StagedCall()
        let end = ToolCall(
            id: "1",
            name: "end_call",
            arguments: ["hand_off": true, "summary": "Sarah wants a person."]
        )
        let model = StagedModel([.of(.text("Goodbye."), .use(end), .use(search))])
        let conversation = Conversation(in: staged.call, with: model)
        let heard = try await lines(of: conversation.turn(after: "Bye"))
        #expect(
            heard == [
                "Goodbye.", "using: end_call, search_contact", "search_contact: completed", "end_call: completed",
                "ended: agent", "finished",
            ]
        )
        #expect(await conversation.ending == Ending(.agent, handsOff: true, summary: "Sarah wants a person."))
        #expect(await !staged.call.isOpen)
        #expect(try await lines(of: conversation.turn(after: "Hello?")) == ["ended: agent", "finished"])
        #expect(model.requests.count == 1)
    }

    @Test func `the caller hears of a model that can't be had, and goes to a person if it stays away`() async throws {
        let staged = try StagedCall()
        let error = ModelError(.overloaded, "Busy")
        let model = StagedModel([
            .failing(error), .of(.text("Yes?")), .failing(error, after: .text("I ")), .failing(error),
        ])
        let conversation = Conversation(in: staged.call, with: model)
        let first = try await lines(of: conversation.turn(after: "Hi"))
        #expect(first.first == "troubled: overloaded" && first.last == "finished" && first.count == 3)
        #expect(try await lines(of: conversation.turn(after: "Hi")) == ["Yes?", "finished"])
        _ = try await lines(of: conversation.turn(after: "Hi"))
        let last = try await lines(of: conversation.turn(after: "Hi"))
        #expect(last.suffix(2) == ["ended: model", "finished"])
        #expect(await conversation.ending?.handsOff == true)
        #expect(await !staged.call.isOpen)
    }

    @Test func `a use of a response that failed is not carried out`() async throws {
        let staged = try StagedCall()
        let write = ToolCall(id: "1", name: "log_call", arguments: ["Subject": "Call"])
        let model = StagedModel([.failing(ModelError(.cutOff, "Lost"), after: .use(write))])
        _ = try await lines(of: Conversation(in: staged.call, with: model).turn(after: "Hi"))
        #expect(staged.sent.isEmpty)
    }

    @Test func `tokens are counted, priced and limited`() async throws {
        let staged = try StagedCall()
        var limits = ConversationLimits()
        limits.price = TokenPrice(input: 3, cachedInput: 1, output: 15)
        limits.tokens = 150
        let model = StagedModel([
            .of(.text("Hello."), .usage(TokenUsage(input: 100, cachedInput: 40, output: 10))),
            .of(.text("Yes."), .usage(TokenUsage(input: 60, output: 0))),
        ])
        let conversation = Conversation(with: CallToolbox(staged.call), model: model, limits: limits)
        _ = try await lines(of: conversation.turn(after: nil))
        _ = try await lines(of: conversation.turn(after: "Hi"))
        #expect(await conversation.usage == TokenUsage(input: 160, cachedInput: 40, output: 10))
        let expected: Decimal = 550 / 1_000_000
        #expect(await conversation.cost == expected)
        let last = try await lines(of: conversation.turn(after: "And?"))
        #expect(last.suffix(2) == ["ended: tokens", "finished"])
        #expect(model.requests.count == 2)
    }

    @Test func `a script that speaks of what never happened fails`() async throws {
        let model = ScriptedModel([.init("Hello {{search_contact.FirstName}}")])
        let conversation = Conversation(in: try StagedCall().call, with: model)
        await #expect(throws: ScriptedModel.ScriptError.self) { try await lines(of: conversation.turn(after: nil)) }
    }

    @Test func `a script that has ended fails`() async throws {
        let conversation = Conversation(in: try StagedCall().call, with: ScriptedModel([]))
        await #expect(throws: ScriptedModel.ScriptError.self) { try await lines(of: conversation.turn(after: nil)) }
    }

    @Test func `a model sees the tools of its agent and the built-in ones it can use`() async throws {
        let model = StagedModel([.of(.text("Hi."))])
        let staged = try StagedCall(actions: ["search_contact", "create_case"])
        _ = try await lines(of: Conversation(in: staged.call, with: model).turn(after: nil))
        #expect(model.requests.first?.tools.map(\.name) == ["search_contact", "create_case", "confirm", "end_call"])
    }

    @Test func `what proves who is calling is offered where something needs it, and not kept`() async throws {
        let verify = ToolCall(id: "1", name: "verify_caller", arguments: ["email": "x@y.example", "postal_code": ""])
        let model = StagedModel([.of(.use(verify)), .of(.text("Again, please."))])
        let staged = try StagedCall(actions: ["search_contact"], requiring: .verified)
        let conversation = Conversation(in: staged.call, with: model)
        _ = try await lines(of: conversation.turn(after: "It's x@y.example"))
        #expect(
            model.requests.first?.tools.map(\.name) == ["search_contact", "verify_caller", "send_code", "end_call"]
        )
        #expect(await staged.call.invocations.map(\.arguments) == [["email": "\u{2026}"]])
        #expect(await !"\(conversation.transcript.redacted.json)".contains("x@y.example"))
    }
}
