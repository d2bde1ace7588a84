import AsyncHTTPClient
import Foundation
import JSON
import NIOCore
import NIOHTTP1

/// One `tools/call` of `search_contact` over MCP, from the door to an org and back, beside what one would write without
/// Switchboard. Both servers, the org and the clients share the machine.
struct MCPBenchmarks {
    private let executable = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appendingPathComponent("switchboard")
    private static let port = 18_441
    private static let clients = [1, 10, 100]

    func run(_ report: Report) async throws {
        guard FileManager.default.isExecutableFile(atPath: executable.path) else {
            report.note("Left out: there is no \(executable.path).")
            return
        }
        guard let python = ProcessInfo.processInfo.environment["BENCHMARKS_PYTHON"] else {
            report.note("Left out: BENCHMARKS_PYTHON does not name a Python with Benchmarks/MCP/requirements.txt.")
            return
        }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("switchboard-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let client = HTTPClient(eventLoopGroupProvider: .singleton)
        do {
            let sandbox = try Program(
                executable.path,
                ["sandbox", "--port", String(Self.port), "--requests-per-day", "10000000"],
                log: folder.appendingPathComponent("org.log")
            )
            defer { sandbox.stop() }
            let org = "http://127.0.0.1:\(Self.port)"
            try await Self.wait(for: org + "/services/data", client)
            try await compare(before: org, "a sandbox org", in: folder, python, client, report, countsTools: true)
            if let fixed = try FixedOrg(in: folder) {
                defer { fixed.stop() }
                try await compare(before: fixed.url, "a fixed answer", in: folder, python, client, report)
            }
        } catch {
            try? await client.shutdown()
            throw error
        }
        try await client.shutdown()
    }

    private func compare(
        before org: String,
        _ name: String,
        in parent: URL,
        _ python: String,
        _ client: HTTPClient,
        _ report: Report,
        countsTools: Bool = false
    ) async throws {
        let folder = parent.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let (server, _) = try await RunningServer.start(
            executable,
            in: folder,
            port: Self.port + 1,
            settings: ["limits.agent_per_second": "1000000"],
            with: client
        )
        defer { server.stop() }
        let workspace = try await ServerWorkspace(on: server, org: org, client)
        if countsTools { try await countTools(workspace, report) }
        let orgToken = try await ServerBenchmarks.orgToken(org, client) ?? ""
        let other = try Program(
            python,
            ["Benchmarks/MCP/fastmcp_server.py", String(Self.port + 2), org, orgToken],
            log: folder.appendingPathComponent("fastmcp.log")
        )
        defer { other.stop() }
        let otherURL = "http://127.0.0.1:\(Self.port + 2)"
        try await Self.wait(for: otherURL + "/mcp", client)

        let asking = try Self.file(
            #"request = function() return wrk.format("GET", nil, { ["Authorization"] = "Bearer \#(orgToken)" }) end"#,
            in: folder
        )
        let call = try Self.file(Self.script(token: workspace.agent.token ?? ""), in: folder)
        for asked in [JSONClient(client: client, url: otherURL), workspace.agent] {
            try await Self.check(asked)
        }
        for connections in Self.clients {
            let load = FullLoad(connections: connections, seconds: 6)
            let alone = try load.run(org + Self.query, script: asking)
            // Once without counting, for connections and caches.
            _ = try FullLoad(connections: connections, seconds: 1).run(server.url + "/mcp", script: call)
            let ours = try load.run(server.url + "/mcp", script: call)
            _ = try FullLoad(connections: connections, seconds: 1).run(otherURL + "/mcp", script: call)
            let theirs = try load.run(otherURL + "/mcp", script: call)
            report.rate("\(connections) clients, \(name): itself", alone.perSecond)
            report.rate("\(connections) clients, \(name): FastMCP", theirs.perSecond)
            report.rate(
                "\(connections) clients, \(name): Switchboard",
                ours.perSecond,
                least: theirs.perSecond * 20,
                "20 times FastMCP"
            )
            let added = (ours: ours.median - alone.median, theirs: theirs.median - alone.median)
            report.note(
                "  median \(ours.median.readable) beside \(theirs.median.readable), of which the org takes "
                    + "\(alone.median.readable): \(String(format: "%.1f", ours.perSecond / theirs.perSecond)) times the "
                    + "throughput, \(String(format: "%.3f", added.ours / added.theirs)) of the added time"
            )
        }
    }

    /// What a client reads of the tools of an agent with ten actions, and with all.
    private func countTools(_ workspace: ServerWorkspace, _ report: Report) async throws {
        let owner = workspace.owner
        let connection = try await owner.get("/v1/connections")["items"]?[0]?["id"] ?? .null
        let names = try await owner.get("/v1/templates?limit=200")["items"]?.array?.compactMap { $0["name"]?.string }
        let desk = [
            "search_contact", "create_contact", "update_contact", "get_case", "create_case", "update_case", "log_call",
            "schedule_event", "search_knowledge", "create_note",
        ]
        for (title, wanted, limit) in [("10 actions", desk, 4000), ("all actions", names ?? [], 16_000)] {
            var actions: [JSONValue] = []
            let there = try await owner.get("/v1/actions?limit=200")["items"]?.array ?? []
            for name in wanted {
                let known = there.first { $0["name"]?.string == name }
                let action =
                    if let known { known } else {
                        try await owner.post("/v1/actions", ["connection_id": connection, "template": .string(name)])
                    }
                actions.append(["action": action["id"] ?? .null])
            }
            let agent = try await owner.post(
                "/v1/agents",
                ["name": .string("With \(title)"), "actions": .array(actions)]
            )
            let token = try await owner.post("/v1/agents/\(agent["id"]?.string ?? "")/token")["token"]?.string
            var reader = workspace.agent
            reader.token = token
            let list = try await reader.post("/mcp", ["jsonrpc": "2.0", "id": 1, "method": "tools/list"])
            let tools = list["result"]?["tools"]?.array ?? []
            // What is for the client itself does not reach the model.
            let read = tools.map { tool in
                JSONValue.object([
                    "name": tool["name"] ?? .null, "description": tool["description"] ?? .null,
                    "inputSchema": tool["inputSchema"] ?? .null,
                ])
            }
            report.note(
                "tools/list, \(title): \(JSONValue.array(tools).serialized().count) bytes for \(tools.count) tools, "
                    + "\(JSONValue.array(read).serialized().count) of them for the model, of \(limit)"
            )
        }
    }

    /// What both servers ask the org.
    private static let query =
        "/services/data/v59.0/query?q="
            + """
            SELECT Id, FirstName, LastName, Title, Email, Phone, MobilePhone, AccountId, Account.Name FROM Contact
            WHERE Name LIKE '%25Sarah%25' OR Email LIKE '%25Sarah%25' ORDER BY LastModifiedDate DESC LIMIT 10
            """.replacing(/\s/, with: "+")

    private static let toolCall: JSONValue = [
        "jsonrpc": "2.0", "id": 1, "method": "tools/call",
        "params": [
            "name": "search_contact", "arguments": ["search_term": "Sarah"],
            "_meta": [
                "io.modelcontextprotocol/protocolVersion": "2026-07-28",
                "io.modelcontextprotocol/clientCapabilities": [:],
            ],
        ],
    ]

    /// A server that answers only that something went wrong can be fast, or slow: neither says anything.
    private static func check(_ server: JSONClient) async throws {
        var request = server.request(.POST, "/mcp", toolCall)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        let answer = try await server.answer(to: request)
        guard answer["result"]?["isError"] != true, answer.serializedText().contains("Johnson") else {
            throw Program.Failure(description: "\(server.url) did not find Sarah Johnson: \(answer.serializedText())")
        }
    }

    private static let headers = [
        ("Accept", "application/json, text/event-stream"), ("MCP-Protocol-Version", "2026-07-28"),
        ("Mcp-Method", "tools/call"), ("Mcp-Name", "search_contact"),
    ]

    private static func script(token: String) -> String {
        let headers = headers.map { "[\"\($0)\"] = \"\($1)\"" }.joined(separator: ", ")
        return """
            local turn = 0
            request = function()
                turn = turn % 200 + 1
                return wrk.format("POST", nil, {
                    ["Authorization"] = "Bearer \(token)", ["Content-Type"] = "application/json",
                    ["X-Call-Id"] = "call " .. turn, \(headers)
                }, '\(toolCall.serializedText())')
            end
            """
    }

    private static func file(_ text: String, in folder: URL) throws -> URL {
        let file = folder.appendingPathComponent("\(UUID().uuidString).lua")
        try text.write(to: file, atomically: true, encoding: .utf8)
        return file
    }

    /// Waits until something answers, whatever it answers.
    private static func wait(for url: String, _ client: HTTPClient) async throws {
        let end = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < end {
            if (try? await client.execute(HTTPClientRequest(url: url), timeout: .seconds(1))) != nil { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw Program.Failure(description: "Nothing answers at \(url).")
    }
}
