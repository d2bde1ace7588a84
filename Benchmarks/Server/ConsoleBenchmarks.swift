import AsyncHTTPClient
import Foundation
import JSON
import NIOCore
import NIOHTTP1

/// The pages of the console in a workspace with something of everything: how long each takes, and how much it weighs.
struct ConsoleBenchmarks {
    private let executable = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appendingPathComponent("switchboard")
    private static let port = 18_431
    private static let heaviest = 50_000
    private static let runs = 100

    func run(_ report: Report) async throws {
        guard FileManager.default.isExecutableFile(atPath: executable.path) else {
            report.note("Left out: there is no \(executable.path).")
            return
        }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("switchboard-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let client = HTTPClient(eventLoopGroupProvider: .singleton)
        do {
            let (server, _) = try await RunningServer.start(
                executable,
                in: folder,
                port: Self.port,
                settings: [
                    "sandbox.enabled": "true", "sandbox.port": "0", "limits.person_per_second": "100000",
                    "limits.agent_per_second": "100000",
                ],
                with: client
            )
            defer { server.stop() }
            let workspace = try await ServerWorkspace(on: server, org: nil, client)
            try await fill(workspace)
            try await measure(Browser(client: client, url: server.url, session: workspace.session), report)
        } catch {
            try? await client.shutdown()
            throw error
        }
        try await client.shutdown()
    }

    /// Adds every template for one agent, and a page full of calls.
    private func fill(_ workspace: ServerWorkspace) async throws {
        let connections = try await workspace.owner.get("/v1/connections")
        var actions: [JSONValue] = []
        for template in try await workspace.owner.get("/v1/templates?limit=200")["items"]?.array ?? [] {
            let action = try await workspace.owner.post(
                "/v1/actions",
                ["connection_id": connections["items"]?[0]?["id"] ?? .null, "template": template["name"] ?? .null]
            )
            actions.append(["action": action["id"] ?? .null])
        }
        try await workspace.owner.post("/v1/agents", ["name": "All of it", "actions": .array(actions)])
        for _ in 0..<60 {
            let call = try await workspace.openCall()
            try await workspace.agent.post(call + "/invocations", ServerWorkspace.search)
        }
    }

    private func measure(_ browser: Browser, _ report: Report) async throws {
        var heaviest = (weight: 0, path: "")
        for path in try await browser.pages() {
            var samples: [Duration] = []
            var weight = 0
            for run in -5..<Self.runs {
                let start = ContinuousClock.now
                weight = try await browser.page(path).utf8.count
                if run >= 0 { samples.append(start.duration(to: .now)) }
            }
            let label = "\(Browser.shape(of: path)), \(String(format: "%.1f", Double(weight) / 1000)) kB"
            report.line(label, Measurement(samples), against: .target(.milliseconds(10)))
            if weight > heaviest.weight { heaviest = (weight, path) }
        }
        report.note("the heaviest page has \(heaviest.weight) bytes of \(Self.heaviest)")
    }
}

/// Looks at pages as somebody signed in.
private struct Browser {
    let client: HTTPClient
    let url: String
    /// The `Cookie` of the session.
    let session: String

    func page(_ path: String) async throws -> String {
        var request = HTTPClientRequest(url: url + path)
        request.headers.add(name: "Cookie", value: session)
        request.headers.add(name: "Accept", value: "text/html")
        let response = try await client.execute(request, timeout: .seconds(30))
        let body = try await response.body.collect(upTo: 10_000_000)
        guard response.status == .ok else { throw Program.Failure(description: "\(path): \(response.status)") }
        return String(buffer: body)
    }

    /// The pages that can be reached by following links, one of each shape, and the longest of each: the one with most
    /// on it.
    func pages() async throws -> [String] {
        var found: [String: (path: String, length: Int)] = [:]
        var waiting = ["/"]
        var seen: Set<String> = ["/"]
        while let path = waiting.popLast() {
            guard let html = try? await page(path) else { continue }
            let shape = Self.shape(of: path)
            if html.utf8.count > found[shape]?.length ?? 0 { found[shape] = (path, html.utf8.count) }
            for link in html.matches(of: /href="(\/[a-z][^"?#]*)"/) {
                let next = String(link.output.1)
                // What is not a page, and more than a few of a kind, says nothing new.
                guard !next.hasPrefix("/v1/"), !next.hasPrefix("/assets/"), seen.insert(next).inserted,
                    seen.count(where: { Self.shape(of: $0) == Self.shape(of: next) }) <= 5
                else { continue }
                waiting.append(next)
            }
        }
        return found.values.map(\.path).sorted()
    }

    /// The path with `…` for every id.
    static func shape(of path: String) -> String {
        path.split(separator: "/", omittingEmptySubsequences: false)
            .map { $0.contains("_") ? "…" : $0 }.joined(separator: "/")
    }
}
