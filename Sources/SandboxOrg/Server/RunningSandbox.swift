import Logging
import ServiceLifecycle
import Synchronization

/// A sandbox org that is listening, for as long as ``withSandboxServer(_:_:)`` runs.
package struct RunningSandbox: Sendable {
    package let server: SandboxServer
    package let port: Int
    /// `http://127.0.0.1:54321`
    package let baseURL: String
    /// An access token of the administrator.
    package let token: String

    package var org: Org { server.org }
}

/// Starts a sandbox org, runs `body` with it, and stops it.
package func withSandboxServer<Result: Sendable>(
    _ configuration: SandboxServer.Configuration = SandboxServer.Configuration(),
    _ body: (RunningSandbox) async throws -> Result
) async throws -> Result {
    let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
    let server = try SandboxServer(configuration, onListening: { port in continuation.yield(port) })
    let group = ServiceGroup(
        services: [server],
        logger: Logger(label: "sandbox", factory: { _ in SwiftLogNoOpLogHandler() })
    )
    return try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask {
            defer { continuation.finish() }
            try await group.run()
        }
        guard let port = await ports.first(where: { _ in true }) else {
            // The server has ended before it listened; its error says why.
            try await tasks.waitForAll()
            throw CancellationError()
        }
        let sandbox = RunningSandbox(
            server: server,
            port: port,
            baseURL: "http://\(configuration.host):\(port)",
            token: try await server.issueToken()
        )
        let outcome: Swift.Result<Result, any Error>
        do {
            outcome = .success(try await body(sandbox))
        } catch {
            outcome = .failure(error)
        }
        await group.triggerGracefulShutdown()
        try await tasks.waitForAll()
        return try outcome.get()
    }
}
