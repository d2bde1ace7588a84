import Crypto
import Doors
import Foundation
import HTTPTypes
import Hummingbird
import JSON
import Platforms
import SandboxOrg
import Testing
import Workspace

/// A server with the doors of voice platforms, and an agent they know.
struct VoiceFixture: Sendable {
    static let secret = "a-secret-of-the-channel"

    let api: APIFixture
    let owner: APIClient
    /// Without a credential.
    let client: APIClient
    let agentID: String
    let agentToken: String

    /// - Parameter patience: How long a platform waits.
    static func run(
        patience: Duration = .seconds(4),
        templates: [String] = ["search_contact", "create_case", "log_call"],
        settings: JSONObject = [:],
        _ body: @escaping @Sendable (VoiceFixture) async throws -> Void
    ) async throws {
        let doors: @Sendable (Services, Admission, Router<DoorContext>) -> Void = { services, admission, router in
            var configuration = VoiceDoor.Configuration()
            configuration.patience = patience
            VoiceDoor(services, admission: admission, configuration: configuration).add(to: router)
        }
        try await APIFixture.run(addDoors: doors) { fixture, client in
            let connection = try await fixture.connect(client)
            var actions: [JSONValue] = []
            for template in templates {
                let action = try await client.ask(
                    .post,
                    "/v1/actions",
                    ["connection_id": .string(connection), "template": .string(template)]
                )
                actions.append(["action": action.json["id"] ?? .null])
            }
            var agent = settings
            agent["name"] = "Desk"
            agent["actions"] = .array(actions)
            let made = try await client.ask(.post, "/v1/agents", .object(agent))
            let id = try #require(made.json["id"]?.string, "\(made.text)")
            for channel in ["vapi", "retell", "elevenlabs", "generic"] {
                let set = try await client.ask(
                    .put,
                    "/v1/agents/\(id)/channels/\(channel)",
                    ["secret": .string(Self.secret)]
                )
                #expect(set.status == 200, "\(set.text)")
            }
            let token = try await client.ask(.post, "/v1/agents/\(id)/token")
            try await body(
                VoiceFixture(
                    api: fixture,
                    owner: client,
                    client: client.with(token: nil),
                    agentID: id,
                    agentToken: token.json["token"]?.string ?? ""
                )
            )
        }
    }

    // MARK: What platforms send

    /// Posts as a platform that sends the secret as it is.
    func post(_ path: String, _ body: JSONValue, headers: HTTPFields = [:]) async throws -> APIClient.Answer {
        var headers = headers
        if headers[.authorization] == nil { headers[.authorization] = "Bearer \(Self.secret)" }
        return try await client.ask(.post, "/voice/\(path)", body, headers: headers)
    }

    /// Posts as Retell, which signs.
    func retell(_ body: JSONValue) async throws -> APIClient.Answer {
        let bytes = body.serialized()
        let time = String(Int(Date().timeIntervalSince1970 * 1000))
        let name = try #require(HTTPField.Name("X-Retell-Signature"))
        return try await client.ask(
            .post,
            "/voice/retell/\(agentID)",
            bytes: bytes,
            headers: [name: "v=\(time),d=\(Self.code(of: bytes + Array(time.utf8)))", .contentType: "application/json"]
        )
    }

    /// Posts an event as ElevenLabs, which signs those.
    @discardableResult
    func elevenLabsEvent(_ body: JSONValue) async throws -> APIClient.Answer {
        let bytes = body.serialized()
        let time = String(Int(Date().timeIntervalSince1970))
        let name = try #require(HTTPField.Name("ElevenLabs-Signature"))
        return try await client.ask(
            .post,
            "/voice/elevenlabs/\(agentID)/events",
            bytes: bytes,
            headers: [name: "t=\(time),v0=\(Self.code(of: Array("\(time).".utf8) + bytes))"]
        )
    }

    private static func code(of bytes: [UInt8]) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: bytes, using: SymmetricKey(data: Data(secret.utf8)))
        return code.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    /// Uses an action over Vapi, Retell, ElevenLabs and a program of one's own, each in a call of its own.
    func everywhere(
        _ action: String,
        _ arguments: JSONValue,
        call: String,
        from phone: String
    ) async throws -> [APIClient.Answer] {
        let retellCall: JSONValue = [
            "call_id": .string("call_\(call)"), "direction": "inbound", "from_number": .string(phone),
        ]
        let id = try #require(HTTPField.Name("X-Call-Id"))
        let program: JSONValue = [
            "call": ["id": .string("room-\(call)")], "tool": .string(action), "arguments": arguments,
        ]
        return [
            try await vapi([["id": "a", "name": .string(action), "arguments": arguments]]),
            try await retell(["name": .string(action), "args": arguments, "call": retellCall]),
            try await post("elevenlabs/\(agentID)/tools/\(action)", arguments, headers: [id: "conv_\(call)"]),
            try await post("generic/\(agentID)/tools", program),
        ]
    }

    /// Vapi's message with these uses of tools, after the caller has spoken so often.
    func vapi(_ uses: [JSONValue], call: String = "call-1", turns: Int = 1) async throws -> APIClient.Answer {
        try await post("vapi/\(agentID)", Self.vapiMessage(uses, call: call, turns: turns))
    }

    static func vapiMessage(_ uses: [JSONValue], call: String = "call-1", turns: Int = 1) -> JSONValue {
        let spoken = (0..<turns).flatMap { turn -> [JSONValue] in
            [["role": "bot", "message": "Yes?"], ["role": "user", "message": .string("Thing \(turn).")]]
        }
        return [
            "message": [
                "type": "tool-calls", "timestamp": 1_767_225_600_000, "toolCallList": .array(uses),
                "call": ["id": .string(call), "type": "inboundPhoneCall", "assistantId": "asst"],
                "customer": ["number": "+15552345678"], "artifact": ["messages": .array(spoken)],
            ]
        ]
    }

    /// The outcomes in Vapi's answer.
    static func outcomes(_ answer: APIClient.Answer) -> [JSONValue] {
        (answer.json["results"]?.array ?? []).map { result in
            result["result"]?.string.flatMap { try? JSONValue(parsing: $0) } ?? .null
        }
    }

    /// How many cases with a subject there are in the org.
    func cases(_ subject: String) async throws -> Int {
        try await api.sandbox.org.query("SELECT Id FROM Case WHERE Subject = '\(subject)'").count
    }
}
