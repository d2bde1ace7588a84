import AsyncHTTPClient
import Foundation
import JSON
import NIOCore
import NIOHTTP1

/// A workspace on a running server, set up over its API as a customer would: an owner, a connection, two actions and an
/// agent.
struct ServerWorkspace {
    let owner: JSONClient
    /// What the agent asks with.
    let agent: JSONClient
    /// The `Cookie` of the owner's browser.
    let session: String
    let agentID: String

    /// - Parameter org: The address of the org to connect; nil for the sandbox org the server runs inside.
    init(on server: RunningServer, org: String?, _ client: HTTPClient) async throws {
        let stranger = JSONClient(client: client, url: server.url)
        let request = stranger.request(
            .POST,
            "/v1/setup",
            [
                "token": .string(try await server.setUpToken()), "email": "bench@acme.example", "name": "Bench",
                "password": "a password for benchmarks",
            ]
        )
        let response = try await client.execute(request, timeout: .seconds(30))
        session = String(response.headers["Set-Cookie"].first?.prefix { $0 != ";" } ?? "")
        var tokenRequest = stranger.request(.POST, "/v1/tokens", ["name": "benchmarks", "role": "owner"])
        tokenRequest.headers.add(name: "Cookie", value: session)
        let token = try await stranger.answer(to: tokenRequest)["token"]?.string
        owner = JSONClient(client: client, url: server.url, token: token)

        let connection =
            if let org { try await Self.connect(org, owner) } else { try await Self.waitForConnection(owner) }
        var actions: [JSONValue] = []
        for template in ["search_contact", "create_lead"] {
            let action = try await owner.post(
                "/v1/actions",
                ["connection_id": .string(connection), "template": .string(template)]
            )
            actions.append(["action": action["id"] ?? .null])
        }
        let made = try await owner.post(
            "/v1/agents",
            ["name": "Benchmark", "time_zone": "UTC", "actions": .array(actions)]
        )
        agentID = made["id"]?.string ?? ""
        let agentToken = try await owner.post("/v1/agents/\(agentID)/token")["token"]?.string
        agent = JSONClient(client: client, url: server.url, token: agentToken)
    }

    /// Opens a call and gives the path of its invocations.
    func openCall() async throws -> String {
        let call = try await agent.post("/v1/calls", ["caller_phone": "+15552345678"])
        return "/v1/calls/\(call["id"]?.string ?? "")"
    }

    static let search: JSONValue = ["action": "search_contact", "arguments": ["search_term": "Sarah"]]

    private static func connect(_ org: String, _ owner: JSONClient) async throws -> String {
        let connection = try await owner.post(
            "/v1/connections",
            [
                "name": "Org", "login_host": .string(org), "grant": "client_credentials", "client_id": "benchmarks",
                "client_secret": "of-benchmarks",
            ]
        )
        return connection["id"]?.string ?? ""
    }

    private static func waitForConnection(_ owner: JSONClient) async throws -> String {
        let end = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < end {
            for connection in try await owner.get("/v1/connections")["items"]?.array ?? []
            where connection["status"]?.string == "connected" {
                return connection["id"]?.string ?? ""
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw Program.Failure(description: "The sandbox org inside the server was not connected.")
    }
}
