import Actions
import Agents
import AsyncHTTPClient
import Calls
import Foundation
import JSON
import NIOCore
import NIOHTTP1
import Platforms

/// A call that a running server keeps, acted in over its HTTP API.
struct RemoteCall: Toolbox {
    /// What was found out as the call opened.
    let opening: [Invocation]
    private let server: AgentClient
    private let path: String
    private let agent: JSONValue
    private let schemas: [ToolSchema]

    /// Opens a call.
    init(on server: AgentClient, callerPhone: String?) async throws {
        self.server = server
        var body: JSONObject = ["channel": "terminal", "reports_turns": true]
        body["caller_phone"] = callerPhone.map(JSONValue.string)
        let call = try await server.ask(.POST, "/v1/calls", .object(body))
        guard let id = call["id"]?.string, let agentID = call["agent_id"]?.string else {
            throw Mistake("\(server.url) gave no call: is it a Switchboard server?")
        }
        path = "/v1/calls/\(id)"
        opening = (call["opening"]?.array ?? []).compactMap { Invocation(answer: $0) }
        agent = try await server.ask(.GET, "/v1/agents/\(agentID)")
        let tools = try await server.ask(.GET, "/v1/agents/\(agentID)/tools?dialect=mcp")
        schemas = (tools.array ?? []).compactMap(ToolSchema.init(mcp:))
    }

    func briefing() async -> Briefing {
        let call = try? await server.ask(.GET, path)
        return Briefing(
            agent: agent["name"]?.string ?? "",
            instructions: agent["instructions"]?.string ?? "",
            now: Date(),
            timeZone: agent["time_zone"]?.string.flatMap(TimeZone.init(identifier:)) ?? .gmt,
            isReadOnly: agent["read_only"]?.boolean ?? false,
            callerNumberIsKnown: call?["caller_phone"] != nil,
            assurance: call?["assurance"]?.string.flatMap(Assurance.init) ?? .unknown,
            findings: opening.map { Briefing.Finding(action: $0.action, outcome: $0.outcome.json) }
        )
    }

    func tools() async -> [ToolSchema] { schemas }

    func callerSpoke() async { _ = try? await server.ask(.POST, path + "/turns") }

    func use(_ tool: String, _ arguments: JSONObject) async -> Invocation {
        let startedAt = Date()
        let start = ContinuousClock.now
        var invocation: Invocation
        do {
            let answer = try await answer(to: tool, arguments)
            invocation = Invocation(answer: answer) ?? Invocation(tool, Outcome(.completed, say: "It is done."))
        } catch {
            // Whether it was written, the server knows; asked again in this call, it is not done twice.
            let say = "I can't reach our records just now."
            invocation = Invocation(tool, Outcome(.uncertain, say: say, written: .perhaps))
        }
        invocation.arguments = arguments
        invocation.startedAt = startedAt
        invocation.duration = start.duration(to: .now)
        return invocation
    }

    private func answer(to tool: String, _ arguments: JSONObject) async throws -> JSONValue {
        switch BuiltInTool(rawValue: tool) {
        case nil:
            return try await server.ask(
                .POST,
                path + "/invocations",
                ["action": .string(tool), "arguments": .object(arguments)]
            )
        case .confirm:
            // A confirmation without an id is nothing the server has a path for.
            let id = arguments["confirmation_id"]?.string ?? ""
            return try await server.ask(.POST, path + "/confirmations/\(id.isEmpty ? "none" : AgentClient.segment(id))")
        case .verifyCaller:
            var facts = arguments.compactMap { $0.value.isNull || $0.value == "" ? nil : $0 }
            let code = facts.first { $0.key == "code" }?.value.text
            facts.removeAll { $0.key == "code" }
            var said = JSONObject()
            for fact in facts { said[fact.key] = .string(fact.value.text) }
            return try await server.ask(
                .POST,
                path + "/verification",
                code.map { ["code": .string($0)] } ?? ["facts": .object(said)]
            )
        case .sendCode: return try await server.ask(.POST, path + "/verification/code")
        case .endCall: return try await server.ask(.POST, path + "/end", .object(arguments))
        }
    }

    /// What was said stays here: the server keeps what was done, and takes nobody's word for what was said.
    func keep(_ transcript: Transcript) async {}

    func end() async { _ = try? await server.ask(.POST, path + "/end") }
}

/// Asks a running server with an agent's token.
struct AgentClient: Sendable {
    let url: String
    private let token: Secret
    private let client: HTTPClient

    init(_ url: String, token: Secret) throws {
        guard let parts = URL(string: url), ["http", "https"].contains(parts.scheme ?? ""), parts.host() != nil else {
            throw Mistake("\(url) is no http or https address.")
        }
        self.url = url.hasSuffix("/") ? String(url.dropLast()) : url
        self.token = token
        // The token must not follow to another host.
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout.connect = .seconds(5)
        configuration.connectionPool.retryConnectionEstablishment = false
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    func close() async { try? await client.shutdown() }

    /// The answer's JSON; null where there is none.
    func ask(_ method: HTTPMethod, _ path: String, _ body: JSONValue? = nil) async throws -> JSONValue {
        var request = HTTPClientRequest(url: url + path)
        request.method = method
        request.headers.add(name: "Authorization", value: "Bearer \(token.text)")
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(body.serialized())
        }
        let response: HTTPClientResponse
        let bytes: [UInt8]
        do {
            response = try await client.execute(request, timeout: .seconds(40))
            bytes = Array(try await response.body.collect(upTo: 10_000_000).readableBytesView)
        } catch {
            throw Mistake("\(url) can't be reached: \(error)")
        }
        let json = bytes.isEmpty ? .null : try? JSONValue(parsing: bytes)
        guard (200..<300).contains(response.status.code), let json else {
            let detail = json?["detail"]?.string ?? "It answers \(response.status.code)."
            throw Mistake("\(url) refuses this. \(detail)")
        }
        return json
    }

    /// A text as one part of a path.
    static func segment(_ text: String) -> String {
        var bytes: [UInt8] = []
        PercentCoding.encode(text, into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Invocation {
    fileprivate init(_ tool: String, _ outcome: Outcome) {
        self.init(number: 0, action: tool, arguments: [:], outcome: outcome, startedAt: Date(), duration: .zero)
    }

    /// Reads what the API answers to an invocation.
    fileprivate init?(answer: JSONValue) {
        guard let outcome = Outcome(answer), let action = answer["action"]?.string else { return nil }
        self.init(action, outcome)
        number = answer["number"]?.integer ?? 0
    }
}

extension JSONValue {
    /// A text as it is, anything else as it is written.
    fileprivate var text: String { string ?? serializedText() }
}
