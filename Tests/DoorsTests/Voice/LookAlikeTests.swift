import HTTPTypes
import JSON
import SandboxOrg
import Testing

/// What a model was told with look-alikes of angle brackets, and says again, is taken as it was in the records.
@Suite(.sandbox)
struct LookAlikeTests {
    private static let unique = UInt32.random(in: 0 ... .max)

    /// Uses a tool of an agent through the door for programs.
    private func use(
        _ tool: String,
        _ arguments: JSONObject,
        turns: Int = 1,
        _ voice: VoiceFixture
    ) async throws -> JSONValue {
        let body: JSONValue = [
            "call": ["id": "room-1", "turns": .number(JSONNumber(turns))], "tool": .string(tool),
            "arguments": .object(arguments),
        ]
        return try await voice.post("generic/\(voice.agentID)/tools", body).json
    }

    @Test func `a name that was found is found by what was told of it, on any platform`() async throws {
        try await VoiceFixture.run(templates: ["search_account"]) { voice in
            let name = "R<D> Systems \(Self.unique)"
            let org = voice.api.sandbox.org
            let account = try await org.create("Account", ["Name": .string(name)])
            let found = try await use("search_account", ["search_term": .string("Systems \(Self.unique)")], voice)
            let told = try #require(found["result"]?["records"]?[0]?["Name"]?.string, "\(found)")
            #expect(told != name)
            let search: JSONValue = ["search_term": .string(told)]
            let answers = try await voice.everywhere("search_account", search, call: "8", from: "+15552340078")
            for answer in answers { #expect(answer.text.contains(account), "\(answer.text)") }
            try await org.delete("Account", account)
        }
    }

    @Test func `a text that is read, extended and written back keeps its marks`() async throws {
        try await VoiceFixture.run(templates: ["get_case", "update_case"]) { voice in
            let org = voice.api.sandbox.org
            let text = "<p>The <b>roof</b> leaks.</p>"
            let record = try await org.create("Case", ["Subject": "Roof", "Description": .string(text)])
            let read = try await use("get_case", ["record_id": .string(record)], voice)
            let told = try #require(read["result"]?["Description"]?.string, "\(read)")
            #expect(told != text)
            let change: JSONObject = ["record_id": .string(record), "Description": .string(told + " Call back.")]
            let asked = try await use("update_case", change, voice)
            let yes: JSONObject = ["confirmation_id": asked["confirmation_id"] ?? .null]
            let done = try await use("confirm", yes, turns: 2, voice)
            #expect(done["outcome"] == "completed", "\(done)")
            let kept = try await org.query("SELECT Description FROM Case WHERE Id = '\(record)'")
            #expect(kept.first?["Description"]?.string == text + " Call back.")
            try await org.delete("Case", record)
        }
    }

    private enum Form: CaseIterable {
        case object, text, textWithEscapes
    }

    /// Lean agents read of choices in an answer, and give arguments as an object or as its text.
    @Test(arguments: Form.allCases)
    private func `a choice that a lean agent was told of, or was told that it may have meant, is taken`(
        form: Form
    ) async throws {
        try await VoiceFixture.run(templates: [], settings: ["lean": true]) { voice in
            let definition: JSONValue = [
                "name": "customers_since", "description": "Customers by age.",
                "soql": "SELECT Id FROM Account WHERE Industry = '{{age}}'",
                "parameters": [["name": "age", "type": "string", "required": true, "values": ["<1 year", "older"]]],
            ]
            let connection = try await voice.owner.get("/v1/connections").json["items"]?[0]?["id"] ?? .null
            let made: JSONValue = ["connection_id": connection, "definition": definition]
            let action = try await voice.owner.ask(.post, "/v1/actions", made)
            let actions: JSONValue = ["actions": [["action": action.json["id"] ?? .null]]]
            _ = try await voice.owner.ask(.patch, "/v1/agents/\(voice.agentID)", actions)
            func run(_ age: String) async throws -> JSONValue {
                let inner: JSONValue = ["age": .string(age)]
                let text = inner.serializedText()
                let arguments: JSONValue =
                    switch form {
                    case .object: inner
                    case .text: .string(text)
                    case .textWithEscapes: .string(text.replacing("\u{27E8}", with: "\\u27e8"))
                    }
                return try await use("run_action", ["action": "customers_since", "arguments": arguments], voice)
            }
            let found = try await use("find_action", ["what": "customers by age"], voice)
            let schema = found["result"]?["actions"]?[0]?["input_schema"]
            let told = try #require(schema?["properties"]?["age"]?["enum"]?[0]?.string, "\(found)")
            #expect(told != "<1 year")
            #expect(try await run(told)["outcome"] == "not_found")
            let slip = try await run(told + "s")
            let meant = slip["say"]?.string?.firstMatch(of: /did you mean (.+)\?/)?.1
            #expect(slip["outcome"] == "invalid" && meant.map(String.init) == told, "\(slip)")
        }
    }
}
