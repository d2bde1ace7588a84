import AsyncHTTPClient
import Foundation
import JSON
import NIOCore
import NIOHTTP1

/// The server as a process of its own, door to door.
struct ServerBenchmarks {
    private let executable = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appendingPathComponent("switchboard")
    private static let port = 18_421

    func run(_ report: Report) async throws {
        guard FileManager.default.isExecutableFile(atPath: executable.path) else {
            report.note("Left out: there is no \(executable.path).")
            return
        }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("switchboard-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        do {
            try await steadily(report, in: folder.appendingPathComponent("steady"), client)
            try await fully(report, in: folder.appendingPathComponent("full"), client)
        } catch {
            try? await client.shutdown()
            throw error
        }
        try await client.shutdown()
    }

    // MARK: A steady load, before a sandbox org

    /// What Switchboard adds to the time of a request, beside the same client asking the org itself.
    private func steadily(_ report: Report, in folder: URL, _ client: HTTPClient) async throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let sandboxPort = Self.port + 1
        let (server, _) = try await start(
            in: folder,
            ["sandbox.enabled": "true", "sandbox.port": String(sandboxPort)],
            client
        )
        defer { server.stop() }
        let workspace = try await ServerWorkspace(on: server, org: nil, client)
        let call = try await workspace.openCall()
        let query = try await Self.query(of: call, workspace)
        let org = JSONClient(
            client: client,
            url: "http://127.0.0.1:\(sandboxPort)",
            token: try await Self.orgToken("http://127.0.0.1:\(sandboxPort)", client)
        )
        let load = SteadyLoad(requestsPerSecond: 500, seconds: 10)
        let direct = org.request(.GET, query, nil)
        let invocation = workspace.agent.request(.POST, call + "/invocations", ServerWorkspace.search)
        // Once without counting, for connections and caches.
        _ = try await SteadyLoad(requestsPerSecond: 200, seconds: 2).run { _ in _ = try await org.answer(to: direct) }
        let calls = try await Self.calls(50, workspace).map {
            workspace.agent.request(.POST, $0 + "/invocations", ServerWorkspace.search)
        }
        _ = try await SteadyLoad(requestsPerSecond: 200, seconds: 2).run { _ in
            _ = try await workspace.agent.answer(to: invocation)
        }
        let alone = try await load.run { _ in _ = try await org.answer(to: direct) }
        let through = try await load.run { number in
            _ = try await workspace.agent.answer(to: calls[number % calls.count])
        }
        report.line("The org itself, 500 a second", alone)
        report.line("Through Switchboard, 500 a second", through)
        report.note(
            "added: median \((through.median - alone.median).readable) of 500 us, "
                + "p99 \((through.percentile99 - alone.percentile99).readable) of 2 ms"
        )
    }

    /// The very request an invocation sends.
    private static func query(of call: String, _ workspace: ServerWorkspace) async throws -> String {
        try await workspace.agent.post(call + "/invocations", ServerWorkspace.search)
        let sent = try await workspace.agent.get(call + "/invocations")["items"]?[0]?["requests"]?[0]
        guard let path = sent?["path"]?.string, let soql = sent?["query"]?["q"]?.string else {
            throw Program.Failure(description: "The invocation shows no request.")
        }
        var items = URLComponents()
        items.path = path
        items.queryItems = [URLQueryItem(name: "q", value: soql)]
        return items.string ?? path
    }

    static func orgToken(_ org: String, _ client: HTTPClient) async throws -> String? {
        var request = HTTPClientRequest(url: org + "/services/oauth2/token")
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
        request.body = .bytes(
            Array("grant_type=client_credentials&client_id=benchmarks&client_secret=of-benchmarks".utf8)
        )
        return try await JSONClient(client: client, url: org).answer(to: request)["access_token"]?.string
    }

    private static func calls(_ count: Int, _ workspace: ServerWorkspace) async throws -> [String] {
        var calls: [String] = []
        for _ in 0..<count { calls.append(try await workspace.openCall()) }
        return calls
    }

    // MARK: All it can do, before an org that answers at once

    private func fully(_ report: Report, in folder: URL, _ client: HTTPClient) async throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        guard let org = try FixedOrg(in: folder) else {
            report.note("Left out: nginx is not installed.")
            return
        }
        defer { org.stop() }
        let (first, _) = try await start(in: folder, [:], client)
        var server = first
        defer { server.stop() }
        let workspace = try await ServerWorkspace(on: server, org: org.url, client)

        let load = FullLoad()
        let token = workspace.agent.token ?? ""
        let reading = try await script(
            FullLoad.invoking(
                Self.calls(200, workspace),
                ServerWorkspace.search.serializedText(),
                token: token
            ),
            in: folder
        )
        let proxied = try load.requestsPerSecond(of: org.proxiedURL + FixedOrg.target)
        let idle = server.processorTime ?? .zero
        let invoked = try load.requestsPerSecond(of: server.url, script: reading)
        let worked = (server.processorTime ?? .zero) - idle
        report.rate("nginx as a proxy before a fixed answer", proxied)
        report.rate("search_contact before the same answer", invoked, least: proxied * 0.15, "0.15 of nginx")
        report.note("each takes \((worked / (invoked * Double(load.seconds))).readable) of a processor's time")

        let writes = try await confirmedWrites(workspace)
        report.rate("Confirmed, journalled creates", writes, least: 1000, "1,000 a second")

        let before = server.residentMemory ?? 0
        try await open(10_000, workspace)
        let held = (server.residentMemory ?? 0) - before
        report.note("10,000 open calls hold \(held / 1_000_000) MB more, of 200 MB")

        server.stop()
        var starts: [Duration] = []
        for _ in 0..<10 {
            let (again, time) = try await start(in: folder, [:], client)
            starts.append(time)
            server = again
            server.stop()
        }
        report.line("From the start to the first answer", Measurement(starts), against: .target(.milliseconds(300)))
    }

    /// How many leads a second are asked for, confirmed, written down and made, by 64 callers at once.
    private func confirmedWrites(_ workspace: ServerWorkspace) async throws -> Double {
        let callers = 64
        let writes = 60
        let agent = workspace.agent
        let calls = try await Self.calls(callers, workspace)
        let start = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (caller, call) in calls.enumerated() {
                group.addTask {
                    for write in 0..<writes {
                        let asked = try await agent.post(
                            call + "/invocations",
                            [
                                "action": "create_lead",
                                "arguments": ["LastName": .string("Ek \(caller) \(write)"), "Company": "Acme"],
                            ]
                        )
                        let yes = asked["confirmation_id"]?.string ?? ""
                        let done = try await agent.post(call + "/confirmations/\(yes)")
                        guard done["outcome"]?.string == "completed" else {
                            throw Program.Failure(description: "A write was not made: \(done.serializedText())")
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        return Double(callers * writes) / (start.duration(to: .now) / .seconds(1))
    }

    private func open(_ count: Int, _ workspace: ServerWorkspace) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    for _ in 0..<(count / 20) {
                        let call = try await workspace.openCall()
                        try await workspace.agent.post(call + "/invocations", ServerWorkspace.search)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private func start(
        in folder: URL,
        _ settings: [String: String],
        _ client: HTTPClient
    ) async throws -> (RunningServer, Duration) {
        // Every request of a benchmark comes with one token.
        let unlimited = ["limits.agent_per_second": "1000000"]
        return try await RunningServer.start(
            executable,
            in: folder,
            port: Self.port,
            settings: settings.merging(unlimited) { own, _ in own },
            with: client
        )
    }

    private func script(_ text: String, in folder: URL) async throws -> URL {
        let file = folder.appendingPathComponent("invoke.lua")
        try text.write(to: file, atomically: true, encoding: .utf8)
        return file
    }
}
