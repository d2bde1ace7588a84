import AsyncHTTPClient
import Foundation
import JSON
import NIOCore
import NIOHTTP1
import Platforms

/// Calls over the telephone relay, with a model that is scripted: how much later than the model's its words leave.
struct TelephoneBenchmarks {
    private let executable = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appendingPathComponent("switchboard")
    private static let port = 18_461

    func run(_ report: Report) async throws {
        guard FileManager.default.isExecutableFile(atPath: executable.path) else {
            report.note("Left out: there is no \(executable.path).")
            return
        }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("switchboard-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let client = HTTPClient(eventLoopGroupProvider: .singleton)
        let ending: Result<Void, any Error>
        do {
            let model = try await ModelServer()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await model.run() }
                try await measure(report, in: folder, model, client)
                group.cancelAll()
            }
            ending = .success(())
        } catch {
            ending = .failure(error)
        }
        try? await client.shutdown()
        try ending.get()
    }

    private func measure(
        _ report: Report,
        in folder: URL,
        _ model: ModelServer,
        _ client: HTTPClient
    ) async throws {
        let (server, _) = try await RunningServer.start(
            executable,
            in: folder,
            port: Self.port,
            settings: [
                "sandbox.enabled": "true", "sandbox.port": String(Self.port + 1), "telephone.model_url": model.url,
                "telephone.model_name": "scripted", "limits.stranger_per_second": "100000",
            ],
            onCore: 0,
            with: client
        )
        defer { server.stop() }
        let workspace = try await ServerWorkspace(on: server, org: nil, client)
        let request = workspace.owner.request(
            .PUT,
            "/v1/agents/\(workspace.agentID)/channels/twilio",
            ["secret": .string(RelayCaller.token.text)]
        )
        _ = try await workspace.owner.answer(to: request)
        let caller = RelayCaller(port: Self.port, agentID: workspace.agentID, client: client, model: model)
        _ = try await caller.call(speaking: 3, every: .milliseconds(100), after: .zero)

        let alone = try await caller.call(speaking: 40, every: .milliseconds(50), after: .zero)
        report.line("First word, one call", Measurement(alone.firstWords), against: .target(.milliseconds(20)))

        let before = server.processorTime ?? .zero
        let start = ContinuousClock.now
        let many = try await calls(500, caller)
        let elapsed = start.duration(to: .now)
        let used = (server.processorTime ?? .zero) - before
        report.line(
            "First word, 500 calls on one core",
            Measurement(many.firstWords),
            against: .target(.milliseconds(20))
        )
        report.line("Every later word, 500 calls on one core", Measurement(many.laterWords))
        let share = Int((used / elapsed * 100).rounded())
        report.note(
            "500 calls took \(share) % of one core for \(Int((elapsed / .seconds(1)).rounded())) s, and the server holds "
                + "\((server.residentMemory ?? 0) / 1_000_000) MB"
        )
    }

    /// So many calls that overlap, in each of which the caller speaks every four seconds or so.
    private func calls(_ count: Int, _ caller: RelayCaller) async throws -> RelayCaller.Delays {
        try await withThrowingTaskGroup(of: RelayCaller.Delays.self) { group in
            for number in 0..<count {
                group.addTask {
                    // They don't all begin at once, as callers don't.
                    let wait = Duration.milliseconds(4000 * number / count)
                    return try await caller.call(speaking: 4, every: .milliseconds(3400), after: wait)
                }
            }
            return try await group.reduce(into: RelayCaller.Delays()) { all, delays in
                all.firstWords += delays.firstWords
                all.laterWords += delays.laterWords
            }
        }
    }
}
