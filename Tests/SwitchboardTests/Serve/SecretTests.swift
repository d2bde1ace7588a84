import Foundation
import JSON
import Testing

/// That nothing secret gets out of a server that works.
@Suite
struct SecretTests {
    @Test func `no file, line or answer of a busy server holds a secret`() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try await ServerProcess.running("--sandbox", "--set", "sandbox.port=0", "--set", "log.level=trace", in: folder)
        {
            server async throws in
            try await server.waitFor("is connected")
            var busy = try await BusyServer(server)
            try await busy.takeCall()
            try await busy.readEverything()
            try await busy.makeMistakes()

            let secrets = try busy.secrets + Self.keys(in: folder)
            #expect(secrets.count >= 7)
            var places = busy.answers.map { (name: "the answer to \($0.question)", bytes: Array($0.body.utf8)) }
            places.append((name: "the log", bytes: Array(server.log.text.utf8)))
            for file in ["switchboard.sqlite", "switchboard.sqlite-wal"] {
                let bytes = try Data(contentsOf: URL(filePath: folder.path("data/" + file)))
                places.append((name: file, bytes: Array(bytes)))
            }
            for place in places {
                for secret in secrets {
                    #expect(!Self.contains(place.bytes, secret.text), "\(place.name) holds \(secret.name)")
                }
                // What an org's access tokens look like.
                let text = String(decoding: place.bytes, as: UTF8.self)
                #expect(
                    text.firstMatch(of: #/00D[0-9A-Za-z]{12,15}![0-9A-Za-z._]/#) == nil,
                    "\(place.name) holds a token"
                )
            }
        }
    }

    @Test func `a secret that is there is found`() {
        #expect(Self.contains(Array("a needle in hay".utf8), "needle"))
        #expect(!Self.contains(Array("a needl".utf8), "needle"))
    }

    private static func keys(in folder: TemporaryFolder) throws -> [(name: String, text: String)] {
        let text = try String(contentsOfFile: folder.path("data/keys"), encoding: .utf8)
        return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { ("a key of the vault", String($0)) }
    }

    private static func contains(_ bytes: [UInt8], _ text: String) -> Bool {
        Data(bytes).range(of: Data(text.utf8)) != nil
    }
}

/// A server with an org, actions, an agent and somebody on the phone.
private struct BusyServer {
    struct Answer {
        let question: String
        let status: Int
        let body: String
    }

    struct Refused: Error {
        let answer: Answer
    }

    private let server: ServerProcess
    private let owner: String
    private let agent: String
    private(set) var secrets: [(name: String, text: String)] = []
    private(set) var answers: [Answer] = []

    init(_ server: ServerProcess) async throws {
        self.server = server
        let password = "a long password \(UInt64.random(in: 0 ... .max))"
        let clientSecret = "client-secret-\(UInt64.random(in: 0 ... .max))"
        let setUp = try server.said(#/swb_setup_[0-9a-f]+/#)
        let email = "ada@acme.example"
        // A log-in gives a session; a program works with a token.
        let first = try await server.send(
            "POST",
            "/v1/setup",
            ["token": .string(setUp), "email": .string(email), "name": "Ada", "password": .string(password)]
        )
        let session = try #require(first.cookie?.firstMatch(of: #/swb_session_[0-9a-f]+/#).map { String($0.0) })
        let token = try await server.send(
            "POST",
            "/v1/tokens",
            ["name": "test", "role": "owner"],
            ["Cookie": "switchboard_session=\(session)"]
        )
        owner = try #require(token.body.firstMatch(of: #/swb_admin_[0-9a-f]+/#).map { String($0.0) })
        let sandbox = try server.said(#/The sandbox org listens on http:\S+[0-9]/#)
        secrets = [
            ("the set-up token", setUp), ("the password", password), ("the session", session),
            ("a person's token", owner),
            ("the client's secret", clientSecret),
        ]
        let address = try #require(sandbox.firstMatch(of: #/http:\S+/#).map { String($0.0) })
        let connection = try await Self.created(
            server,
            "/v1/connections",
            [
                "name": "Second", "login_host": .string(address), "grant": "client_credentials", "client_id": "app",
                "client_secret": .string(clientSecret),
            ],
            owner
        )
        var actions: [JSONValue] = []
        for template in ["search_contact", "create_case"] {
            let action = try await Self.created(
                server,
                "/v1/actions",
                ["connection_id": .string(connection), "template": .string(template)],
                owner
            )
            actions.append(["action": .string(action)])
        }
        let id = try await Self.created(
            server,
            "/v1/agents",
            ["name": "Desk", "time_zone": "Europe/Berlin", "actions": .array(actions)],
            owner
        )
        let issued = try await server.send("POST", "/v1/agents/\(id)/token", nil, ["Authorization": "Bearer \(owner)"])
        agent = try #require(issued.body.firstMatch(of: #/swb_agent_[0-9a-f]+/#).map { String($0.0) })
        secrets.append(("an agent's token", agent))
        let channel = "channel-secret-\(UInt64.random(in: 0 ... .max))"
        let set = try await server.send(
            "PUT",
            "/v1/agents/\(id)/channels/generic",
            ["secret": .string(channel)],
            ["Authorization": "Bearer \(owner)"]
        )
        let used = try await server.send(
            "POST",
            "/voice/generic/\(id)/tools",
            ["call": ["id": "c1"], "tool": "search_contact", "arguments": ["search_term": "Sarah"]],
            ["Authorization": "Bearer \(channel)"]
        )
        #expect(set.status == 200 && used.status == 200, "\(set.body) \(used.body)")
        secrets.append(("a channel's secret", channel))
        for path in ["channels", "export?platform=vapi", "export?platform=livekit"] {
            let shown = try await server.get("/v1/agents/\(id)/\(path)", ["Authorization": "Bearer \(owner)"])
            answers.append(Answer(question: path, status: shown.status, body: shown.body))
        }
    }

    private static func created(
        _ server: ServerProcess,
        _ path: String,
        _ body: JSONValue,
        _ token: String
    ) async throws -> String {
        let answer = try await server.send("POST", path, body, ["Authorization": "Bearer \(token)"])
        return try #require(try JSONValue(parsing: answer.body)["id"]?.string, "\(path): \(answer.body)")
    }

    mutating func takeCall() async throws {
        let call = try await asAgent("POST", "/v1/calls", ["caller_phone": "+15552345678", "reports_turns": true])
        let id = try #require(call["id"]?.string)
        let path = "/v1/calls/\(id)"
        for index in 0..<5 {
            _ = try await asAgent(
                "POST",
                path + "/invocations",
                ["action": "search_contact", "arguments": ["search_term": "+15552345678"]]
            )
            let kept = try await asAgent(
                "POST",
                path + "/invocations",
                ["action": "create_case", "arguments": ["Subject": .string("Squeak \(index)"), "Origin": "Phone"]]
            )
            let confirmation = try #require(kept["confirmation_id"]?.string)
            _ = try await asAgent("POST", path + "/turns", nil)
            let done = try await asAgent("POST", path + "/confirmations/\(confirmation)", nil)
            #expect(done["outcome"] == "completed")
        }
        _ = try await asAgent("POST", path + "/end", nil)
    }

    /// Asks for everything that can be read.
    mutating func readEverything() async throws {
        let document = try JSONValue(parsing: try await server.get("/openapi.json").body)
        let paths = try #require(document["paths"]?.object)
        for member in paths where member.value["get"] != nil && !member.key.contains("{") {
            let answer = try await server.get(member.key, ["Authorization": "Bearer \(owner)"])
            #expect(answer.status < 500)
            answers.append(Answer(question: "GET \(member.key)", status: answer.status, body: answer.body))
        }
        let metrics = try await server.get("/metrics")
        answers.append(Answer(question: "GET /metrics", status: metrics.status, body: metrics.body))
    }

    /// Sends secrets to where they don't belong.
    mutating func makeMistakes() async throws {
        for secret in secrets {
            let answer = try await server.send(
                "POST",
                "/v1/agents",
                ["name": .string(String(repeating: secret.text, count: 30))],
                ["Authorization": "Bearer \(owner)"]
            )
            answers.append(Answer(question: "a wrong agent", status: answer.status, body: answer.body))
            let refused = try await server.send("POST", "/v1/calls", [:], ["Authorization": "Bearer \(secret.text)x"])
            answers.append(Answer(question: "a wrong token", status: refused.status, body: refused.body))
        }
    }

    private mutating func asAgent(_ method: String, _ path: String, _ body: JSONValue?) async throws -> JSONValue {
        let answer = try await server.send(method, path, body, ["Authorization": "Bearer \(agent)"])
        let kept = Answer(question: "\(method) \(path)", status: answer.status, body: answer.body)
        guard answer.status < 300 else { throw Refused(answer: kept) }
        answers.append(kept)
        return answer.body.isEmpty ? .null : try JSONValue(parsing: answer.body)
    }
}
