import Actions
import Doors
import Foundation
import HTTPTypes
import Hummingbird
import JSON
import Platforms
import SandboxOrg
import Testing
import Workspace

/// A door for MCP with an agent that may search for contacts and make leads, and clients of every revision for it.
struct MCPFixture: Sendable {
    let services: Services
    let client: APIClient
    let agentID: String
    /// The token of a person.
    var owner = ""

    static func run(_ body: @escaping @Sendable (MCPFixture) async throws -> Void) async throws {
        let seal = MCPSeal(Vault(KeyRing()))
        try await APIFixture.run(
            addDoors: { services, admission, router in
                MCPDoor(services, admission: admission, seal: seal, version: "1.0").add(to: router)
            },
            { fixture, owner in
                _ = try await fixture.connect(owner)
                let (agentID, token) = try await agent(of: fixture.services)
                try await body(
                    MCPFixture(
                        services: fixture.services,
                        client: owner.with(token: token),
                        agentID: agentID,
                        owner: fixture.owner
                    )
                )
            }
        )
    }

    /// Makes the agent in a workspace with one connection; gives its id and its token.
    static func agent(of services: Services) async throws -> (id: Agent.ID, token: String) {
        let connection = try #require(try await services.connections.list().first)
        var actions: [AgentAction] = []
        for template in ["search_contact", "create_lead"] {
            actions.append(AgentAction(try await services.library.add(template: template, on: connection.id).id))
        }
        let agent = try await services.roster.add(AgentSettings(name: "Desk", actions: actions))
        return (agent.id, try await services.roster.issueToken(for: agent.id).text)
    }

    /// Another agent of the workspace, with the same actions.
    func another() async throws -> MCPFixture {
        let roster = services.roster
        let actions = try await roster.savedAgent(agentID).settings.actions
        let agent = try await roster.add(AgentSettings(name: "Other desk", actions: actions))
        let token = try await roster.issueToken(for: agent.id).text
        return MCPFixture(services: services, client: client.with(token: token), agentID: agent.id)
    }

    // MARK: 2026-07-28

    static let revision = "2026-07-28"

    static func meta(_ capabilities: JSONValue = [:], _ more: JSONObject = [:]) -> JSONValue {
        var meta: JSONObject = [
            "io.modelcontextprotocol/protocolVersion": .string(revision),
            "io.modelcontextprotocol/clientCapabilities": capabilities,
        ]
        for member in more { meta[member.key] = member.value }
        return .object(meta)
    }

    /// What a client sends that shows forms to a person.
    static let asking: JSONValue = ["elicitation": ["form": [:]]]

    /// Asks in the revision in which each request stands for itself.
    func ask(
        _ method: String,
        _ params: JSONObject = [:],
        _ capabilities: JSONValue = [:],
        meta: JSONObject = [:],
        changing: (inout HTTPFields, inout JSONObject) -> Void = { _, _ in }
    ) async throws -> APIClient.Answer {
        var params = params
        params["_meta"] = Self.meta(capabilities, meta)
        var headers = Self.headers([
            ("MCP-Protocol-Version", Self.revision), ("Mcp-Method", method),
        ])
        if let name = params["name"]?.string { headers[MCPFixture.field("Mcp-Name")] = name }
        changing(&headers, &params)
        return try await client.ask(
            .post,
            "/mcp",
            ["jsonrpc": "2.0", "id": 7, "method": .string(method), "params": .object(params)],
            headers: headers
        )
    }

    func use(
        _ tool: String,
        _ arguments: JSONObject,
        _ capabilities: JSONValue = [:],
        _ more: JSONObject = [:],
        meta: JSONObject = [:]
    ) async throws -> APIClient.Answer {
        var params: JSONObject = ["name": .string(tool), "arguments": .object(arguments)]
        for member in more { params[member.key] = member.value }
        return try await ask("tools/call", params, capabilities, meta: meta)
    }

    // MARK: Older revisions

    /// Sends a message as it is.
    func send(_ message: JSONValue, _ headers: [(String, String)] = []) async throws -> APIClient.Answer {
        try await client.ask(.post, "/mcp", message, headers: Self.headers(headers))
    }

    /// Begins a session, and gives its id.
    func begin(_ revision: String = "2025-11-25", _ capabilities: JSONValue = [:]) async throws -> String {
        let answer = try await send([
            "jsonrpc": "2.0", "id": 0, "method": "initialize",
            "params": [
                "protocolVersion": .string(revision), "capabilities": capabilities,
                "clientInfo": ["name": "test", "version": "1"],
            ],
        ])
        return try #require(answer.headers[MCPFixture.field("Mcp-Session-Id")], "\(answer.text)")
    }

    /// The name of a header; none of those in the tests is ill formed.
    static func field(_ name: String) -> HTTPField.Name { HTTPField.Name(name) ?? .server }

    static func headers(_ fields: [(String, String)]) -> HTTPFields {
        var headers = HTTPFields()
        headers[.accept] = "application/json, text/event-stream"
        for (name, value) in fields {
            headers[field(name)] = value
        }
        return headers
    }

    // MARK: The org

    /// How many leads have a last name.
    func leads(named name: String) async throws -> Int {
        let request = CRMRequest(
            .get,
            segments: ["services", "data", "v59.0", "query"],
            query: [.init(name: "q", value: "SELECT COUNT() FROM Lead WHERE LastName = '\(name)'")]
        )
        let connections = services.connections
        let connection = try #require(try await connections.list().first)
        let answer = try await connections.send(request, through: connection.id, deadline: .now + .seconds(5))
        return try #require(answer.json?["totalSize"]?.integer)
    }
}

extension APIClient.Answer {
    /// The messages of a stream.
    var events: [JSONValue] {
        text.split(separator: "\r\n").compactMap { line in
            line.hasPrefix("data: ") ? try? JSONValue(parsing: String(line.dropFirst(6))) : nil
        }
    }
    var error: Int? { json["error"]?["code"]?.integer }
    /// What a tool came to.
    var outcome: JSONValue? { json["result"]?["structuredContent"] }
}
