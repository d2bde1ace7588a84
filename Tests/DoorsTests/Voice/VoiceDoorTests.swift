import Doors
import Foundation
import HTTPTypes
import JSON
import Platforms
import SandboxOrg
import Testing

/// What each platform sends and what it is answered, to the letter.
@Suite(.sandbox)
struct VoiceDoorTests {
    private static let notFound =
        #"{"outcome":"not_found","say":"I found nothing that matches.","result":{"records":[],"totalSize":0}}"#

    private static func search(_ term: String) -> JSONObject { ["search_term": .string(term)] }

    // MARK: Vapi

    @Test(
        arguments: [
            ["id": "call_1", "name": "search_contact", "arguments": ["search_term": "Nobody Known"]],
            ["id": "call_1", "name": "search_contact", "parameters": ["search_term": "Nobody Known"]],
            [
                "id": "call_1", "type": "function",
                "function": ["name": "search_contact", "arguments": #"{"search_term": "Nobody Known"}"#],
            ],
            [
                "id": "call_1", "type": "function",
                "function": ["name": "search_contact", "arguments": ["search_term": "Nobody Known"]],
            ],
        ] as [JSONValue]
    )
    func `Vapi's tool calls are answered in Vapi's shape, in all forms they come in`(use: JSONValue) async throws {
        try await VoiceFixture.run { voice in
            let answer = try await voice.vapi([use])
            let result: JSONValue = [
                "toolCallId": "call_1", "name": "search_contact", "result": .string(Self.notFound),
            ]
            #expect(answer.status == 200)
            #expect(answer.text == JSONValue.object(["results": [result]]).serializedText())
            // Vapi takes one line.
            #expect(!answer.text.contains("\\n") && !answer.text.contains("\n"))
        }
    }

    @Test func `of very many tool calls each is answered`() async throws {
        try await VoiceFixture.run { voice in
            let uses = (1...25).map { number -> JSONValue in
                [
                    "id": .string("call_\(number)"), "name": "search_contact",
                    "arguments": .object(Self.search("\(number)")),
                ]
            }
            let answer = try await voice.vapi(uses)
            let ids = answer.json["results"]?.array?.map { $0["toolCallId"]?.string }
            #expect(ids == (1...25).map { "call_\($0)" })
            let outcomes = VoiceFixture.outcomes(answer).map { $0["outcome"]?.string }
            #expect(!outcomes.prefix(20).contains("refused") && outcomes.suffix(5).allSatisfy { $0 == "refused" })
        }
    }

    @Test func `several tool calls are answered in their order, whatever is wrong with one`() async throws {
        try await VoiceFixture.run { voice in
            let answer = try await voice.vapi([
                ["id": "a", "name": "search_contact", "arguments": .object(Self.search("Nobody Known"))],
                ["id": "b", "name": "sing", "arguments": [:]],
                ["id": "c", "name": "search_contact", "arguments": "search_term = Sarah"],
                ["id": "d"],
            ])
            #expect(answer.status == 200)
            #expect(answer.json["results"]?.array?.map { $0["toolCallId"]?.string } == ["a", "b", "c", "d"])
            let outcomes = VoiceFixture.outcomes(answer).map { $0["outcome"]?.string }
            #expect(outcomes == ["not_found", "refused", "invalid", "refused"], "\(answer.text)")
        }
    }

    @Test func `a call of Vapi's gets an assistant that knows the caller`() async throws {
        try await VoiceFixture.run { voice in
            let message: JSONValue = [
                "message": [
                    "type": "assistant-request", "call": ["id": "call-2"],
                    "customer": ["number": "+15552345678"],
                ]
            ]
            let made = try await voice.post("vapi/\(voice.agentID)", message)
            #expect(made.status == 200)
            let tools = made.json["assistant"]?["model"]?["tools"]?.array ?? []
            #expect(tools.contains { $0["function"]?["name"] == "create_case" }, "\(made.text)")
            // Where tools are posted, and with which proof, is the phone number's.
            #expect(made.json["assistant"]?["server"] == nil && !made.text.contains("CHANNEL_SECRET"))
            let variables = made.json["assistantOverrides"]?["variableValues"]
            #expect(variables?["switchboard_context"]?.string?.contains("It is not known who is calling") == true)
            let named = try await voice.post("vapi/\(voice.agentID)?assistant=asst_1", message)
            #expect(named.json["assistantId"] == "asst_1" && named.json["assistant"] == nil, "\(named.text)")
        }
    }

    @Test(
        arguments: [
            ["type": "status-update", "status": "ended", "call": ["id": "call-1"]],
            ["type": "end-of-call-report", "endedReason": "customer-ended-call", "call": ["id": "call-1"]],
        ] as [JSONValue]
    )
    func `when Vapi's call ends, nothing more can be done in it`(message: JSONValue) async throws {
        try await VoiceFixture.run { voice in
            let use: JSONValue = [
                "id": "a", "name": "search_contact", "arguments": .object(Self.search("Nobody Known")),
            ]
            _ = try await voice.vapi([use])
            let other = try await voice.post("vapi/\(voice.agentID)", ["message": ["type": "speech-update"]])
            #expect(other.status == 200 && other.text == "{}")
            let ended = try await voice.post("vapi/\(voice.agentID)", ["message": message])
            #expect(ended.status == 200 && ended.text == "{}")
            let late: JSONValue = ["id": "b", "name": "search_contact", "arguments": .object(Self.search("Sarah"))]
            let after = VoiceFixture.outcomes(try await voice.vapi([late]))
            #expect(after.first?["outcome"] == "refused", "\(after)")
        }
    }

    // MARK: Retell

    private static func retell(_ name: String, _ arguments: JSONValue, transcript: String = "Agent: Hi\nUser: Hello")
        -> JSONValue
    {
        [
            "name": .string(name), "args": arguments,
            "call": [
                "call_id": "call_1", "agent_id": "agent_1", "call_type": "phone_call", "direction": "inbound",
                "from_number": "+15552345678", "to_number": "+15550001111", "transcript": .string(transcript),
                "transcript_object": [
                    ["role": "agent", "content": "Hi"], ["role": "user", "content": "Hello"],
                ],
            ],
        ]
    }

    @Test func `Retell's functions are answered with the outcome`() async throws {
        try await VoiceFixture.run { voice in
            let answer = try await voice.retell(Self.retell("search_contact", .object(Self.search("Nobody Known"))))
            #expect(answer.status == 200 && answer.text == Self.notFound, "\(answer.text)")
            let calls = try await voice.owner.get("/v1/calls")
            let call = try #require(calls.json["items"]?[0], "\(calls.text)")
            #expect(call["external_id"] == "call_1" && call["channel"] == "retell")
            #expect(call["caller_phone"] == "+15552345678")
        }
    }

    @Test func `an outbound call is with whom Retell has called`() async throws {
        try await VoiceFixture.run { voice in
            var body = Self.retell("search_contact", .object(Self.search("Nobody Known"))).object ?? [:]
            var call = body["call"]?.object ?? [:]
            call["direction"] = "outbound"
            body["call"] = .object(call)
            _ = try await voice.retell(.object(body))
            let calls = try await voice.owner.get("/v1/calls")
            #expect(calls.json["items"]?[0]?["caller_phone"] == "+15550001111")
        }
    }

    @Test func `Retell hears about the caller before the call, and goes on with the same call`() async throws {
        try await VoiceFixture.run { voice in
            let inbound = try await voice.retell([
                "event": "call_inbound",
                "call_inbound": ["from_number": "+15552345678", "to_number": "+15550001111", "agent_id": "agent_1"],
            ])
            #expect(inbound.status == 200)
            let variables = try #require(inbound.json["call_inbound"]?["dynamic_variables"]?.object, "\(inbound.text)")
            // Retell takes text only.
            #expect(variables.allSatisfy { $0.value.string != nil })
            var body = Self.retell("search_contact", .object(Self.search("Nobody Known"))).object ?? [:]
            var call = body["call"]?.object ?? [:]
            call["retell_llm_dynamic_variables"] = .object(variables)
            body["call"] = .object(call)
            _ = try await voice.retell(.object(body))
            let calls = try await voice.owner.get("/v1/calls")
            #expect(calls.json["items"]?.array?.map { $0["id"] } == [variables["switchboard_call"]], "\(calls.text)")
            let ended = try await voice.retell(["event": "call_ended", "call": .object(call)])
            #expect(ended.text == "{}")
            let after = try await voice.owner.get("/v1/calls?open=true")
            #expect(after.json["items"] == [], "\(after.text)")
        }
    }

    // MARK: ElevenLabs

    private static func headers(call: String = "conv_1", phone: String = "+15552345678") throws -> HTTPFields {
        [
            try #require(HTTPField.Name("X-Call-Id")): call, try #require(HTTPField.Name("X-Caller-Phone")): phone,
        ]
    }

    @Test func `ElevenLabs' tools are answered with the outcome, and errors too`() async throws {
        try await VoiceFixture.run { voice in
            let tools = "elevenlabs/\(voice.agentID)/tools"
            let found = try await voice.post(
                "\(tools)/search_contact",
                ["search_term": "Nobody Known", "system__conversation_history": #"[{"role":"user","message":"Hi"}]"#],
                headers: try Self.headers()
            )
            #expect(found.status == 200 && found.text == Self.notFound, "\(found.text)")
            let unknown = try await voice.post("\(tools)/sing", [:], headers: try Self.headers())
            #expect(unknown.status == 200 && unknown.json["outcome"] == "refused", "\(unknown.text)")
            let nowhere = try await voice.post("\(tools)/search_contact", .object(Self.search("Sarah")))
            #expect(nowhere.status == 200 && nowhere.json["outcome"] == "invalid", "\(nowhere.text)")
        }
    }

    @Test func `ElevenLabs hears about the caller before the call, and goes on with the same call`() async throws {
        try await VoiceFixture.run { voice in
            let answer = try await voice.post(
                "elevenlabs/\(voice.agentID)/start",
                [
                    "caller_id": "+15552345678", "agent_id": "agent_1", "called_number": "+15550001111",
                    "call_sid": "CA1", "conversation_id": "conv_1",
                ]
            )
            #expect(answer.json["type"] == "conversation_initiation_client_data", "\(answer.text)")
            #expect(answer.json["dynamic_variables"]?["switchboard_context"]?.string?.isEmpty == false)
            let use = try await voice.post(
                "elevenlabs/\(voice.agentID)/tools/search_contact",
                .object(Self.search("Nobody Known")),
                headers: try Self.headers()
            )
            #expect(use.json["outcome"] == "not_found")
            let calls = try await voice.owner.get("/v1/calls")
            #expect(calls.json["items"]?.array?.count == 1, "\(calls.text)")
        }
    }

    @Test(
        arguments: [[:], ["caller_id": "+15552345678"], ["conversation_id": ""], ["conversation_id": 7]] as [JSONValue]
    )
    func `a conversation that is not named can't be begun`(body: JSONValue) async throws {
        try await VoiceFixture.run { voice in
            let answer = try await voice.post("elevenlabs/\(voice.agentID)/start", body)
            #expect(answer.status == 422 && answer.code == "call_unknown", "\(answer.text)")
            #expect(try await voice.owner.get("/v1/calls").json["items"] == [])
        }
    }

    @Test(arguments: ["vapi", "retell", "retell, later", "elevenlabs"])
    func `what a platform says of a call that has ended is kept with it`(platform: String) async throws {
        try await VoiceFixture.run { voice in
            let summary: JSONValue = "Sarah wants to be called back."
            let call: JSONObject = ["call_id": "call_1", "from_number": "+15552345678"]
            switch platform {
            case "vapi":
                _ = try await voice.vapi([["id": "a", "name": "sing"]], call: "conv_1")
                let report: JSONValue = [
                    "type": "end-of-call-report", "call": ["id": "conv_1"], "analysis": ["summary": summary],
                ]
                for _ in 1...2 { _ = try await voice.post("vapi/\(voice.agentID)", ["message": report]) }
            case "elevenlabs":
                _ = try await voice.post(
                    "elevenlabs/\(voice.agentID)/start",
                    ["conversation_id": "conv_1", "caller_id": "+15552345678"]
                )
                for _ in 1...2 {
                    try await voice.elevenLabsEvent([
                        "type": "post_call_transcription",
                        "data": ["conversation_id": "conv_1", "analysis": ["transcript_summary": summary]],
                    ])
                }
            default:
                _ = try await voice.retell(Self.retell("search_contact", .object(Self.search("Nobody"))))
                if platform != "retell" { _ = try await voice.retell(["event": "call_ended", "call": .object(call)]) }
                var analyzed = call
                analyzed["call_analysis"] = ["call_summary": summary]
                for _ in 1...2 { _ = try await voice.retell(["event": "call_analyzed", "call": .object(analyzed)]) }
            }
            let calls = try await voice.owner.get("/v1/calls")
            #expect(
                calls.json["items"]?.array?.count == 1 && calls.json["items"]?[0]?["open"] == false,
                "\(calls.text)"
            )
            let id = calls.json["items"]?[0]?["id"]?.string ?? ""
            let uses = try await voice.owner.get("/v1/calls/\(id)/invocations").json["items"]?.array ?? []
            let endings = uses.filter { $0["action"] == "end_call" }
            #expect(endings.count == 1 && endings[0]["arguments"]?["summary"] == summary, "\(uses)")
        }
    }

    @Test func `a conversation that had no id yet is known by ours from beginning to end`() async throws {
        try await VoiceFixture.run { voice in
            let begun = try await voice.post(
                "elevenlabs/\(voice.agentID)/start",
                ["caller_id": "+15552345678", "agent_id": "agent_1", "called_number": "+1555", "call_sid": "CA1"]
            )
            let id = try #require(begun.json["dynamic_variables"]?["switchboard_call"]?.string, "\(begun.text)")
            let name = try #require(HTTPField.Name("X-Switchboard-Call"))
            for (given, outcome) in [(id, "not_found"), ("none", "not_found")] {
                var headers = try Self.headers()
                headers[name] = given
                let use = try await voice.post(
                    "elevenlabs/\(voice.agentID)/tools/search_contact",
                    .object(Self.search("Nobody Known")),
                    headers: headers
                )
                #expect(use.json["outcome"]?.string == outcome, "\(use.text)")
            }
            // Whoever names no call of ours has one of the conversation.
            let calls = try await voice.owner.get("/v1/calls")
            #expect(calls.json["items"]?.array?.count == 2, "\(calls.text)")
            try await voice.elevenLabsEvent([
                "type": "post_call_transcription",
                "data": [
                    "conversation_id": "conv_2",
                    "conversation_initiation_client_data": [
                        "dynamic_variables": ["switchboard_call": .string(id), "system__caller_id": "+15552345678"]
                    ],
                ],
            ])
            let call = try await voice.owner.get("/v1/calls/\(id)")
            #expect(call.json["open"] == false, "\(call.text)")
        }
    }

    @Test(
        arguments: [
            (JSONValue.string(#"[{"role":"user","message":"a"},{"role":"agent","message":"b"}]"#), 1),
            (
                #"{"entries":[{"role":"user","message":"a"},{"role":"ai","message":"B?"},{"role":"user","message":"c"}]}"#,
                2
            ),
            (
                [
                    ["role": "user", "content": "a"], ["role": "bot", "content": "Yes?"],
                    ["role": "user", "content": [["type": "text", "text": "b"]]],
                ], 2
            ),
            ([["role": "user", "message": "Two"], ["role": "user", "message": "things."]], 1),
            (
                [
                    ["role": "user", "message": "a"], ["role": "tool", "content": "x"],
                    ["role": "user", "message": "b"],
                ], 1
            ),
            ([["role": "user"], ["role": "user", "message": .null], ["role": "user", "content": "… \u{200b}"]], 0),
            ("no history", nil),
            ("", nil), (.null, nil), (7, nil), (#""text""#, nil), ([], 0), (["user"], nil),
            ([["role": "user"], 7], nil),
            ([["role": 7]], nil), (#"{"tools":[{"role":"user","message":"a"}],"entries":[]}"#, 0),
            (#"{"tools":[{"role":"user"}]}"#, nil),
            ("Agent: Shall I?\nUser: Yes.", nil),
        ] as [(JSONValue, Int?)]
    )
    func `turns are counted in any form of the history`(history: JSONValue, turns: Int?) {
        #expect(CallerTurns.count(in: history) == turns)
    }

    // MARK: Anything else

    @Test func `a generic tool call is answered with its id and the outcome`() async throws {
        try await VoiceFixture.run { voice in
            let answer = try await voice.post(
                "generic/\(voice.agentID)/tools",
                [
                    "call": ["id": "room-1", "caller_phone": "+15552345678", "turns": 1], "id": "t1",
                    "tool": "search_contact", "arguments": .object(Self.search("Nobody Known")),
                ]
            )
            #expect(answer.status == 200)
            #expect(answer.text == #"{"id":"t1","# + Self.notFound.dropFirst(), "\(answer.text)")
            let started = try await voice.post("generic/\(voice.agentID)/start", ["call": ["id": "room-1"]])
            #expect(started.json["switchboard_context"] != nil)
            let ended = try await voice.post("generic/\(voice.agentID)/end", ["call": ["id": "room-1"]])
            #expect(ended.status == 200 && ended.text == "{}")
            let nameless = try await voice.post("generic/\(voice.agentID)/start", [:])
            #expect(nameless.status == 422 && nameless.code == "call_unknown")
        }
    }

    @Test func `a lean agent finds and runs through a platform too`() async throws {
        try await VoiceFixture.run(settings: ["lean": true]) { voice in
            let found = try await voice.retell(Self.retell("find_action", ["what": "open a case"]))
            #expect(found.json["result"]?["actions"]?[0]?["name"] == "create_case", "\(found.text)")
            let arguments = #"{"Subject": "Printer on fire", "Origin": "Phone"}"#
            let asked = try await voice.retell(
                Self.retell("run_action", ["action": "create_case", "arguments": .string(arguments)])
            )
            #expect(asked.json["outcome"] == "confirmation_required", "\(asked.text)")
            let tools = try await voice.owner.get("/v1/agents/\(voice.agentID)/tools?dialect=retell")
            let names = tools.json.array?.compactMap { $0["name"]?.string }
            #expect(names == ["find_action", "run_action", "confirm"], "\(tools.text)")
        }
    }
}
