import Calls
import DatabaseFixture
import Doors
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import JSON
import Platforms
import SandboxOrg
import ServicesFixture
import Testing
import Workspace

/// Any node serves any request: nothing of a client is kept on the one it came to first.
@Suite(.sandbox)
struct MCPNodesTests {
    /// Two nodes of one workspace, with an agent.
    private func running(
        _ engine: TestDatabase,
        _ body: @escaping @Sendable (_ one: MCPFixture, _ other: MCPFixture) async throws -> Void
    ) async throws {
        let sandbox = try #require(SandboxTrait.sandbox, "The suite needs the trait .sandbox")
        let transport = HTTPTransport()
        let outcome: Result<Void, any Error>
        do {
            try await engine.withNodes(2) { databases in
                let vault = Vault(KeyRing())
                let nodes = try databases.map { try Services.test(on: $0, transport, vault: vault) }
                _ = try await nodes[0].connections.connect(
                    ConnectionSettings(
                        name: "Sandbox",
                        logInHost: try #require(LogInHost(sandbox.baseURL)),
                        grant: .clientCredentials,
                        clientID: "app"
                    ),
                    credentials: ConnectionCredentials(clientSecret: Secret("app-secret"))
                )
                let (id, token) = try await MCPFixture.agent(of: nodes[0])
                let applications = nodes.map { services in
                    let admission = Admission(to: services)
                    let router = HTTPAPI(services, admission: admission, version: "1.0").router()
                    MCPDoor(services, admission: admission, seal: MCPSeal(vault), version: "1.0").add(to: router)
                    return Application(router: router)
                }
                try await applications[0].test(.router) { one in
                    try await applications[1].test(.router) { other in
                        let clients = [one, other].map { APIClient(client: $0, token: token) }
                        try await body(
                            MCPFixture(services: nodes[0], client: clients[0], agentID: id),
                            MCPFixture(services: nodes[1], client: clients[1], agentID: id)
                        )
                    }
                }
            }
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        await transport.shutdown()
        try outcome.get()
    }

    @Test(arguments: TestDatabase.postgres)
    func `a yes in two steps can come to another node`(engine: TestDatabase) async throws {
        try await running(engine) { one, other in
            let name = "Twostepson-\(engine)"
            let asked = try await one.use("create_lead", ["LastName": .string(name), "Company": "Acme"])
            let id = try #require(asked.outcome?["confirmation_id"], "\(asked.text)")
            let done = try await other.use("confirm", ["confirmation_id": id])
            #expect(done.outcome?["outcome"] == "completed", "\(done.text)")
            let again = try await one.use("confirm", ["confirmation_id": id])
            #expect(again.outcome?["replayed"] == true, "\(again.text)")
            #expect(try await one.leads(named: name) == 1)
        }
    }

    @Test(arguments: TestDatabase.postgres)
    func `the answer to a question can come to another node`(engine: TestDatabase) async throws {
        try await running(engine) { one, other in
            let name = "Nodeson-\(engine)"
            let arguments: JSONObject = ["LastName": .string(name), "Company": "Acme"]
            let asked = try await one.use("create_lead", arguments, MCPFixture.asking)
            let done = try await other.use(
                "create_lead",
                arguments,
                MCPFixture.asking,
                [
                    "requestState": asked.json["result"]?["requestState"] ?? .null,
                    "inputResponses": ["confirm": ["action": "accept", "content": ["confirm": true]]],
                ]
            )
            #expect(done.outcome?["outcome"] == "completed", "\(done.text)")
            #expect(try await one.leads(named: name) == 1)
        }
    }

    @Test(arguments: TestDatabase.postgres)
    func `a session works on every node, and the answer to its question too`(engine: TestDatabase) async throws {
        try await running(engine) { one, other in
            let name = "Sessionson-\(engine)"
            let session = try await one.begin("2025-11-25", MCPFixture.asking)
            let headers = [("Mcp-Session-Id", session), ("MCP-Protocol-Version", "2025-11-25")]
            let listed = try await other.send(["jsonrpc": "2.0", "id": 1, "method": "tools/list"], headers)
            #expect(listed.status == 200, "\(listed.text)")
            async let used = one.send(
                [
                    "jsonrpc": "2.0", "id": 2, "method": "tools/call",
                    "params": ["name": "create_lead", "arguments": ["LastName": .string(name), "Company": "Acme"]],
                ],
                headers
            )
            let answer: JSONValue = [
                "jsonrpc": "2.0", "id": .string(try await one.waitingQuestion()),
                "result": ["action": "accept", "content": ["confirm": true]],
            ]
            let taken = try await other.send(answer, headers)
            #expect(taken.status == 202)
            let events = try await used.events
            #expect(events.last?["result"]?["structuredContent"]?["outcome"] == "completed", "\(events)")
            #expect(try await one.leads(named: name) == 1)
            let end = try await other.client.ask(.delete, "/mcp", headers: MCPFixture.headers(headers))
            #expect(end.status == 200)
            let after = try await one.send(["jsonrpc": "2.0", "id": 3, "method": "tools/list"], headers)
            #expect(after.status == 404, "\(after.text)")
        }
    }
}
