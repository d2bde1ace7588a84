import Calls
import Doors
import HTTPTypes
import JSON
import Testing

/// To which call a request belongs, and what holds across its requests.
@Suite(.sandbox)
struct MCPCallTests {
    private static let lead: JSONObject = ["LastName": "Callson", "Company": "Acme"]
    private static let other: JSONObject = ["LastName": "Stateson", "Company": "Acme"]

    @Test func `requests that name the same call share it, in every revision and with the HTTP API`() async throws {
        try await MCPFixture.run { door in
            let opened = try await door.client.ask(.post, "/v1/calls", ["external_id": "shared"])
            let id = try #require(opened.json["id"]?.string)
            _ = try await door.use("search_contact", ["search_term": "Sarah"], meta: ["switchboard/call_id": "shared"])
            _ = try await door.send(
                [
                    "jsonrpc": "2.0", "id": 1, "method": "tools/call",
                    "params": ["name": "search_contact", "arguments": ["search_term": "Sarah"]],
                ],
                [("X-Call-Id", id)]
            )
            let done = try await door.client.get("/v1/calls/\(id)/invocations")
            #expect(done.json["items"]?.array?.count == 2, "\(done.text)")
        }
    }

    @Test func `who is calling is never taken from the arguments`() async throws {
        try await MCPFixture.run { door in
            let used = try await door.use(
                "search_contact",
                ["search_term": "Sarah", "caller_phone": "+15552345678", "call_id": "mine"],
                meta: ["switchboard/call_id": "untold"]
            )
            #expect(used.outcome?["outcome"] == "completed", "\(used.text)")
            let calls = try await door.services.calls.calls(limit: 5)
            #expect(calls.map(\.externalID) == ["untold"] && calls[0].callerPhone == nil)
            _ = try await door.use(
                "search_contact",
                ["search_term": "Sarah"],
                meta: ["switchboard/call_id": "told", "switchboard/caller_phone": "+15552345678"]
            )
            #expect(try await door.services.calls.calls(limit: 1).first?.callerPhone == "+15552345678")
        }
    }

    @Test func `a header and _meta that contradict each other are not believed`() async throws {
        try await MCPFixture.run { door in
            let cases: [(header: String, value: String, key: String, meta: JSONValue, isTaken: Bool)] = [
                ("X-Call-Id", "one", "call_id", "other", false),
                ("X-Caller-Phone", "+15552345678", "caller_phone", "+15559876543", false),
                ("X-Caller-Turn", "1", "turn", 2, false), ("X-Caller-Turn", "2", "turn", 1, false),
                ("X-Call-Id", "one", "call_id", "one", true), ("X-Caller-Turn", "2", "turn", 2, true),
                // Templates leave an empty one where there is nothing to say.
                ("X-Call-Id", "", "call_id", "other", true), ("X-Caller-Turn", "2", "turn", "", true),
                ("X-Call-Id", "one", "call_id", .null, true), ("X-Caller-Turn", "2", "turn", .null, true),
            ]
            for wanted in cases {
                let answer = try await door.ask(
                    "tools/call",
                    ["name": "search_contact", "arguments": ["search_term": "Sarah"]],
                    meta: ["switchboard/\(wanted.key)": wanted.meta]
                ) { headers, _ in headers[MCPFixture.field(wanted.header)] = wanted.value }
                #expect(answer.status == (wanted.isTaken ? 200 : 400), "\(wanted): \(answer.text)")
                #expect(answer.error == (wanted.isTaken ? nil : -32602), "\(wanted): \(answer.text)")
                #expect(wanted.isTaken || answer.text.contains("contradict"), "\(wanted): \(answer.text)")
            }
        }
    }

    @Test func `a header that names two calls, or none that can be told from others, is refused`() async throws {
        try await MCPFixture.run { door in
            for name in ["X-Call-Id", "X-Caller-Phone", "X-Caller-Turn"] {
                // What the bytes of another encoding come as.
                for (values, reason) in [(["1", "2"], "more than once"), (["1\u{FFFD}"], "UTF-8")] {
                    let answer = try await door.ask("tools/list") { headers, _ in
                        headers[values: MCPFixture.field(name)] = values
                    }
                    #expect(answer.status == 400 && answer.error == -32602, "\(name): \(answer.text)")
                    #expect(answer.text.contains(name) && answer.text.contains(reason), "\(answer.text)")
                }
            }
        }
    }

    @Test func `where turns are reported a yes needs the caller to have spoken`() async throws {
        try await MCPFixture.run { door in
            let meta: (JSONValue) -> JSONObject = { ["switchboard/call_id": "turns", "switchboard/turn": $0] }
            let asked = try await door.use("create_lead", Self.lead, meta: meta(1))
            let yes: JSONObject = ["confirmation_id": asked.outcome?["confirmation_id"] ?? .null]
            let early = try await door.use("confirm", yes, meta: meta(1))
            #expect(early.outcome?["outcome"] == "refused" && early.json["result"]?["isError"] == true)
            let done = try await door.use("confirm", yes, meta: meta(2))
            #expect(done.outcome?["outcome"] == "completed", "\(done.text)")
        }
    }

    @Test func `a request that names no call has one of its own, which ends with it`() async throws {
        try await MCPFixture.run { door in
            _ = try await door.use("search_contact", ["search_term": "Sarah"])
            _ = try await door.use("search_contact", ["search_term": "Sarah"])
            await door.services.calls.saveChanged()
            let calls = try await door.services.calls.calls(limit: 5)
            #expect(calls.count == 2 && calls.allSatisfy { $0.endedAt != nil })
            let ending = try await door.use("end_call", [:])
            #expect(ending.outcome?["outcome"] == "invalid" && ending.text.contains("X-Call-Id"), "\(ending.text)")
        }
    }

    @Test func `a yes without a call finds the question, for its own agent only`() async throws {
        try await MCPFixture.run { door in
            let asked = try await door.use("create_lead", Self.lead)
            let id = try #require(asked.outcome?["confirmation_id"])
            let other = try await door.another()
            let stolen = try await other.use("confirm", ["confirmation_id": id])
            #expect(stolen.outcome?["outcome"] == "refused", "\(stolen.text)")
            let mistyped = try await door.use("confirm", ["confirmation_id": .string((id.string ?? "") + "x")])
            #expect(mistyped.outcome?["outcome"] == "refused", "\(mistyped.text)")
            let done = try await door.use("confirm", ["confirmation_id": id])
            #expect(done.outcome?["outcome"] == "completed", "\(done.text)")
        }
    }

    @Test func `a yes without a call can name none that has a name of its own`() async throws {
        try await MCPFixture.run { door in
            let asked = try await door.use("create_lead", Self.lead, meta: ["switchboard/call_id": "room-1"])
            let id = try #require(asked.outcome?["confirmation_id"]?.string)
            let call = try #require(try await door.services.calls.calls(limit: 5).first)
            for name in [call.id, "room-1"] {
                let stolen = try await door.use("confirm", ["confirmation_id": .string("\(name).\(id)")])
                #expect(stolen.outcome?["outcome"] == "refused", "\(stolen.text)")
            }
            let done = try await door.use(
                "confirm",
                ["confirmation_id": .string(id)],
                meta: ["switchboard/call_id": "room-1"]
            )
            #expect(done.outcome?["outcome"] == "completed", "\(done.text)")
        }
    }

    @Test func `the state of a question is good for its agent, its call, its tool and its arguments only`() async throws
    {
        try await MCPFixture.run { door in
            let call: JSONObject = ["switchboard/call_id": "state"]
            let asked = try await door.use("create_lead", Self.other, MCPFixture.asking, meta: call)
            let state = try #require(asked.json["result"]?["requestState"]?.string)
            let yes: (String) -> JSONObject = { state in
                [
                    "requestState": .string(state),
                    "inputResponses": ["confirm": ["action": "accept", "content": ["confirm": true]]],
                ]
            }
            let changed = try await door.use(
                "create_lead",
                ["LastName": "Stateson", "Company": "Umbrella"],
                MCPFixture.asking,
                yes(state),
                meta: call
            )
            let moved = try await door.use("search_contact", [:], MCPFixture.asking, yes(state), meta: call)
            let tampered = try await door.use(
                "create_lead",
                Self.other,
                MCPFixture.asking,
                yes(state + "A"),
                meta: call
            )
            let stolen = try await door.another()
                .use("create_lead", Self.other, MCPFixture.asking, yes(state), meta: call)
            let elsewhere = try await door.use(
                "create_lead",
                Self.other,
                MCPFixture.asking,
                yes(state),
                meta: ["switchboard/call_id": "another"]
            )
            let nowhere = try await door.use("create_lead", Self.other, MCPFixture.asking, yes(state))
            for answer in [changed, moved, tampered, stolen, elsewhere, nowhere] {
                #expect(answer.status == 400 && answer.error == -32602, "\(answer.text)")
            }
            #expect(try await door.leads(named: "Stateson") == 0)
            // The same arguments in another order are the same.
            let done = try await door.use(
                "create_lead",
                ["Company": "Acme", "LastName": "Stateson"],
                MCPFixture.asking,
                yes(state),
                meta: call
            )
            #expect(done.outcome?["outcome"] == "completed", "\(done.text)")
        }
    }

    @Test func `a question about look-alikes is about what they stand for`() async throws {
        try await MCPFixture.run { door in
            let call: JSONObject = ["switchboard/call_id": "look-alikes"]
            let told: JSONObject = ["LastName": "\u{27E8}Markson\u{27E9}", "Company": "Acme"]
            let asked = try await door.use("create_lead", told, MCPFixture.asking, meta: call)
            let question = asked.json["result"]?["inputRequests"]?["confirm"]?["params"]?["message"]?.string
            #expect(question?.contains("<Markson>") == true, "\(asked.text)")
            let done = try await door.use(
                "create_lead",
                ["LastName": "<Markson>", "Company": "Acme"],
                MCPFixture.asking,
                [
                    "requestState": asked.json["result"]?["requestState"] ?? .null,
                    "inputResponses": ["confirm": ["action": "accept", "content": ["confirm": true]]],
                ],
                meta: call
            )
            #expect(done.outcome?["outcome"] == "completed", "\(done.text)")
            #expect(try await door.leads(named: "<Markson>") == 1)
        }
    }

    @Test func `a session is the client's own to carry, and ends with its call`() async throws {
        try await MCPFixture.run { door in
            let session = try await door.begin()
            let search: JSONValue = [
                "jsonrpc": "2.0", "id": 1, "method": "tools/call",
                "params": ["name": "search_contact", "arguments": ["search_term": "Sarah"]],
            ]
            let headers = [("Mcp-Session-Id", session)]
            for _ in 0..<2 { #expect(try await door.send(search, headers).status == 200) }
            await door.services.calls.saveChanged()
            #expect(try await door.services.calls.calls(limit: 5).count == 1)
            for wrong in ["none", session + "A", String(session.dropLast(3))] {
                let answer = try await door.send(search, [("Mcp-Session-Id", wrong)])
                #expect(answer.status == 404 && answer.error == -32600, "\(wrong): \(answer.text)")
            }
            let stolen = try await door.another().send(search, headers)
            #expect(stolen.status == 404)
            let without = try await door.send(search)
            #expect(without.status == 200)

            let end = try await door.client.ask(.delete, "/mcp", headers: MCPFixture.headers(headers))
            #expect(end.status == 200)
            let after = try await door.send(search, headers)
            #expect(after.status == 404 && after.error == -32600, "\(after.text)")
        }
    }

    @Test func `a number where a text belongs is not guessed at`() async throws {
        try await MCPFixture.run { door in
            let answer = try await door.use("search_contact", ["search_term": 5_552_345_678])
            #expect(answer.outcome?["outcome"] == "invalid" && answer.text.contains("search_term"), "\(answer.text)")
        }
    }

    @Test func `a search for nothing is asked what to search by`() async throws {
        try await MCPFixture.run { door in
            for arguments in [[:], ["search_term": .null]] as [JSONObject] {
                let answer = try await door.use("search_contact", arguments)
                #expect(answer.outcome?["outcome"] == "invalid", "\(answer.text)")
                #expect(answer.text.contains("I need something to search by: name, email or phone number."))
            }
        }
    }
}
