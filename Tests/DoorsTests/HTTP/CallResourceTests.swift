import Doors
import HTTPTypes
import JSON
import SandboxOrg
import Testing

@Suite(.sandbox)
struct CallResourceTests {
    /// Runs a test with an agent that may search for contacts, create cases and log calls.
    private func calling(
        _ body: @escaping @Sendable (_ fixture: APIFixture, _ owner: APIClient, _ agent: APIClient) async throws -> Void
    ) async throws {
        try await APIFixture.run { fixture, client in
            let connection = try await fixture.connect(client)
            var actions: [JSONValue] = []
            for template in ["search_contact", "create_case", "log_call"] {
                let action = try await client.ask(
                    .post,
                    "/v1/actions",
                    ["connection_id": .string(connection), "template": .string(template)]
                )
                actions.append(["action": action.json["id"] ?? .null])
            }
            let agent = try await client.ask(.post, "/v1/agents", ["name": "Desk", "actions": .array(actions)])
            let path = try #require(agent.headers[.location], "\(agent.text)")
            let token = try await client.ask(.post, "\(path)/token")
            try await body(fixture, client, client.with(token: token.json["token"]?.string))
        }
    }

    private func open(_ agent: APIClient, _ body: JSONValue = [:]) async throws -> String {
        let opened = try await agent.ask(.post, "/v1/calls", body)
        #expect(opened.status == 201 && Schema.openedCall.faults(in: opened.json).isEmpty, "\(opened.text)")
        return try #require(opened.headers[.location])
    }

    private static let aCase: JSONValue = [
        "action": "create_case", "arguments": ["Subject": "Invoice amount discrepancy", "Origin": "Phone"],
    ]

    @Test func `a caller is found, says yes, and a case is made once`() async throws {
        try await calling { fixture, owner, agent in
            let call = try await open(agent, ["caller_phone": "+15552345678", "reports_turns": true])
            let found = try await agent.ask(
                .post,
                "\(call)/invocations",
                ["action": "search_contact", "arguments": ["search_term": "+15552345678"]]
            )
            #expect(found.status == 200 && found.json["outcome"] == "completed", "\(found.text)")

            let asked = try await agent.ask(.post, "\(call)/invocations", Self.aCase)
            #expect(asked.json["outcome"] == "confirmation_required", "\(asked.text)")
            let yes = try #require(asked.json["confirmation_id"]?.string)
            let early = try await agent.ask(.post, "\(call)/confirmations/\(yes)")
            #expect(early.json["outcome"] == "refused", "\(early.text)")
            let turn = try await agent.ask(.post, "\(call)/turns")
            #expect(turn.status == 204)
            let done = try await agent.ask(.post, "\(call)/confirmations/\(yes)")
            #expect(done.json["outcome"] == "completed" && done.json["written"] == "yes", "\(done.text)")
            let again = try await agent.ask(.post, "\(call)/confirmations/\(yes)")
            #expect(again.json["replayed"] == true, "\(again.text)")
            #expect(again.json["result"] == done.json["result"], "\(again.text)")

            let shown = try await owner.get("\(call)/invocations")
            let faultsOfInvocation = Schema.invocation.faults(in: shown.json["items"]?[0] ?? .null)
            #expect(faultsOfInvocation.isEmpty, "\(faultsOfInvocation)")
            #expect(shown.json["items"]?.array?.count == 5, "\(shown.text)")
            let end = try await agent.ask(.post, "\(call)/end")
            #expect(end.status == 204)
            let after = try await agent.ask(.post, "\(call)/invocations", Self.aCase)
            #expect(after.json["outcome"] == "refused", "\(after.text)")
            let ended = try await owner.get(call)
            #expect(ended.json["open"] == false && ended.json["ended_at"] != nil, "\(ended.text)")

            let journal = try await owner.get("/v1/journal")
            #expect(journal.json["items"]?[0]?["state"] == "settled", "\(journal.text)")
            let faults = Schema.journalEntry.faults(in: journal.json["items"]?[0] ?? .null)
            #expect(faults.isEmpty, "\(faults)")
            let entry = try await owner.get("/v1/journal/\(journal.json["items"]?[0]?["id"]?.string ?? "")")
            #expect(entry.json == journal.json["items"]?[0])
            let usage = try await owner.get("/v1/usage")
            #expect(usage.json["writes"]?["settled"] == 1 && usage.json["writes"]?["abandoned"] == 0, "\(usage.text)")
            #expect(usage.json["connections"]?[0]?["connection_id"] == entry.json["connection_id"], "\(usage.text)")
            let audit = try await owner.get("/v1/audit?call_id=\(call.split(separator: "/").last ?? "")")
            #expect((audit.json["items"]?.array?.count ?? 0) >= 7, "\(audit.text)")
        }
    }

    @Test func `an agent reaches its own calls only`() async throws {
        try await calling { fixture, owner, agent in
            let call = try await open(agent)
            let other = owner.with(token: try await fixture.agentToken())
            for (method, path) in [
                (HTTPRequest.Method.get, call), (.get, "\(call)/invocations"), (.post, "\(call)/turns"),
                (.post, "\(call)/end"), (.post, "\(call)/confirmations/yes_1"), (.post, "\(call)/verification/code"),
            ] {
                let answer = try await other.ask(method, path)
                #expect(answer.code == "no_such_call", "\(path): \(answer.text)")
            }
            let invocation = try await other.ask(.post, "\(call)/invocations", Self.aCase)
            #expect(invocation.code == "no_such_call")
            let facts = try await other.ask(.post, "\(call)/verification", ["facts": ["email": "a@b.c"]])
            #expect(facts.code == "no_such_call")
            let own = try await agent.get(call)
            #expect(own.status == 200)
            let list = try await agent.get("/v1/calls")
            #expect(list.code == "person_only")
        }
    }

    @Test func `the same conversation is the same call, and the same key the same invocation`() async throws {
        try await calling { _, owner, agent in
            let first = try await open(agent, ["external_id": "conversation-1"])
            let second = try await open(agent, ["external_id": "conversation-1"])
            #expect(first == second)
            let key = HTTPField.Name("Idempotency-Key") ?? .server
            let body: JSONValue = ["action": "search_contact", "arguments": ["search_term": "Ada"]]
            let one = try await agent.ask(.post, "\(first)/invocations", body, headers: [key: "a"])
            let two = try await agent.ask(.post, "\(first)/invocations", body, headers: [key: "a"])
            #expect(one.text == two.text)
            let shown = try await owner.get("\(first)/invocations")
            #expect(shown.json["items"]?.array?.count == 1)
        }
    }

    @Test func `verification says what it needs`() async throws {
        try await calling { _, _, agent in
            let call = try await open(agent, ["caller_phone": "+15552345678"])
            let few = try await agent.ask(.post, "\(call)/verification", ["facts": [:]])
            #expect(few.json["outcome"] == "invalid", "\(few.text)")
            let wrong = try await agent.ask(.post, "\(call)/verification", ["code": "123456"])
            #expect(wrong.json["outcome"] == "refused", "\(wrong.text)")
            let code = try await agent.ask(.post, "\(call)/verification/code")
            #expect(code.json["outcome"] == "refused", "\(code.text)")
            for body: JSONValue in [[:], ["facts": [:], "code": "1"]] {
                let neither = try await agent.ask(.post, "\(call)/verification", body)
                #expect(neither.status == 422)
            }
        }
    }

    @Test func `a call of somebody who is forgotten is over, and nothing of them is left`() async throws {
        try await calling { _, owner, agent in
            let call = try await open(agent, ["caller_phone": "+15552345678"])
            let search: JSONValue = ["action": "search_contact", "arguments": ["search_term": "Sarah"]]
            let found = try await agent.ask(.post, "\(call)/invocations", search)
            #expect(found.json["outcome"] == "completed", "\(found.text)")
            let forgotten = try await owner.ask(.post, "/v1/forget", ["phone": "+15552345678"])
            #expect(forgotten.json["calls"] == 1, "\(forgotten.text)")

            let after = try await agent.ask(.post, "\(call)/invocations", search)
            #expect(after.json["outcome"] == "refused", "\(after.text)")
            let audit = try await owner.get("/v1/audit?call_id=\(call.split(separator: "/").last ?? "")")
            #expect(!audit.text.contains("5552345678"), "\(audit.text)")
            let kept = try await owner.get("\(call)/invocations")
            #expect(!kept.text.contains("sarah.johnson"), "\(kept.text)")
        }
    }

    @Test func `people list calls, end one, and forget a caller`() async throws {
        try await calling { _, owner, agent in
            var calls: [String] = []
            for number in 1...3 {
                calls.append(try await open(agent, ["caller_phone": .string("+1555000000\(number)")]))
            }
            var listed: [String] = []
            var path = "/v1/calls?open=true&limit=2"
            while true {
                let page = try await owner.get(path)
                listed += (page.json["items"]?.array ?? []).compactMap { $0["id"]?.string }.map { "/v1/calls/\($0)" }
                guard let next = page.json["next"]?.string else { break }
                path = "/v1/calls?open=true&limit=2&cursor=\(next)"
            }
            #expect(Set(listed) == Set(calls) && listed.count == 3)
            let end = try await owner.ask(.post, "\(calls[0])/end")
            #expect(end.status == 204)
            let open = try await owner.get("/v1/calls?open=true")
            #expect(open.json["items"]?.array?.count == 2)

            _ = try await agent.ask(.post, "\(calls[1])/end")
            let forgotten = try await owner.ask(.post, "/v1/forget", ["phone": "+1 (555) 000-0002"])
            #expect(forgotten.json["calls"] == 1, "\(forgotten.text)")
            let call = try await owner.get(calls[1])
            #expect(call.json["caller_phone"] == nil, "\(call.text)")
            for body: JSONValue in [[:], ["phone": "none"]] {
                let nobody = try await owner.ask(.post, "/v1/forget", body)
                #expect(nobody.status == 422)
            }
        }
    }
}
