import Actions
import Agents
import Calls
import Foundation
import JSON
import Platforms
import Testing
import Workspace

@Suite struct ConversationTests {
    private func call(reportsTurns: Bool = true) throws -> Call {
        let agent = Agent(
            id: "alex",
            name: "Alex",
            timeZone: .gmt,
            actions: try Catalog.salesforce().actions.map { EnabledAction($0) }
        )
        return Call(agent: agent, callerPhone: nil, reportsTurns: reportsTurns) { request, _ throws(CRMError) in
            let answer: JSONValue =
                request.method == .get
                ? [
                    "totalSize": 1, "done": true,
                    "records": [["Id": "003000000000001AAA", "FirstName": "Sarah", "Account": ["Name": "Acme"]]],
                ]
                : ["id": "00T000000000001AAA", "success": true, "errors": []]
            return CRMResponse(status: 200, body: .json(answer))
        }
    }

    private func events(of turn: AsyncThrowingStream<Conversation.Event, any Error>) async throws -> [String] {
        var events: [String] = []
        for try await event in turn {
            switch event {
            case .said(let words): events.append(words)
            case .used(let invocation): events.append("\(invocation.action): \(invocation.outcome.status.rawValue)")
            case .using: break
            case .troubled(let error): events.append("troubled: \(error.kind.rawValue)")
            case .ended(let ending): events.append("ended: \(ending.cause.rawValue)")
            case .finished: events.append("finished")
            }
        }
        return events
    }

    @Test func `words stream as they come, and outcomes are read by what follows`() async throws {
        let model = ScriptedModel([
            .init("One moment. ", uses: [.init("search_contact", ["search_term": "Sarah"])]),
            .init("You are {{search_contact.FirstName}} of {{search_contact.Account.Name}}."),
        ])
        let conversation = Conversation(in: try call(), with: model)
        let events = try await events(of: conversation.turn(after: "Hello"))
        #expect(
            events == [
                "One ", "moment. ", "search_contact: completed", "You ", "are ", "Sarah ", "of ", "Acme.", "finished",
            ]
        )
    }

    @Test func `a model can't confirm in the turn in which it asked`() async throws {
        let confirm = ScriptedModel.Use("confirm", ["confirmation_id": "{{create_contact.confirmation_id}}"])
        let model = ScriptedModel([
            .init(uses: [.init("create_contact", ["LastName": "Lee"])]),
            .init(uses: [confirm]),
            .init("Shall I?"),
            .init(uses: [confirm]),
            .init("Done."),
        ])
        let conversation = Conversation(in: try call(), with: model)
        let asked = try await events(of: conversation.turn(after: "Add Lee"))
        #expect(asked.prefix(2) == ["create_contact: confirmation_required", "confirm: refused"])
        let confirmed = try await events(of: conversation.turn(after: "Yes"))
        #expect(confirmed == ["confirm: completed", "Done.", "finished"])
    }

    @Test func `a model that never stops is stopped`() async throws {
        let endless = Array(
            repeating: ScriptedModel.Response(uses: [.init("search_contact", [:])]),
            count: ConversationLimits().responsesPerTurn + 5
        )
        let conversation = Conversation(in: try call(), with: ScriptedModel(endless))
        let events = try await events(of: conversation.turn(after: nil))
        #expect(events.count { $0 == "search_contact: completed" } == ConversationLimits().responsesPerTurn)
        #expect(events.count == ConversationLimits().responsesPerTurn + 2)
        #expect(events.last == "finished")
    }

    @Test func `a script that speaks of what never happened fails`() async throws {
        let model = ScriptedModel([.init("Hello {{search_contact.FirstName}}")])
        let conversation = Conversation(in: try call(), with: model)
        await #expect(throws: ScriptedModel.ScriptError.self) {
            try await events(of: conversation.turn(after: nil))
        }
    }

    @Test func `a script that has ended fails`() async throws {
        let conversation = Conversation(in: try call(), with: ScriptedModel([]))
        await #expect(throws: ScriptedModel.ScriptError.self) {
            try await events(of: conversation.turn(after: nil))
        }
    }
}
