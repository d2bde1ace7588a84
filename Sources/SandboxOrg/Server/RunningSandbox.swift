import Logging
import ServiceLifecycle
import Synchronization

/// A sandbox org that is listening, for as long as ``withSandboxServer(_:_:)`` runs.
package struct RunningSandbox: Sendable {
    package let server: SandboxServer
    package let port: Int
    /// `http://127.0.0.1:54321`
    package let baseURL: String
    /// `https://localhost:54322`; nil without TLS.
    package let tlsURL: String?
    /// The file with the certificate to trust, in PEM; nil without TLS.
    package let certificatePath: String?
    /// An access token of the administrator.
    package let token: String

    package var org: Org { server.org }
    package var faults: FaultBook { server.control.faults }
    package var clock: OrgClock { server.control.clock }
    /// The latest requests, the oldest first.
    package var requests: [RequestLog.Entry] { server.control.requestLog.latest }

    /// Puts the records back as they were at the start, and forgets faults, requests, used requests and query
    /// locators.
    package func reset() async throws(SalesforceError) { try await server.control.reset() }
}

/// Starts a sandbox org, runs `body` with it, and stops it.
package func withSandboxServer<Result: Sendable>(
    _ configuration: SandboxServer.Configuration = SandboxServer.Configuration(),
    _ body: (RunningSandbox) async throws -> Result
) async throws -> Result {
    let (starts, continuation) = AsyncStream.makeStream(of: (SandboxServer.Ports, String?).self)
    let server = try SandboxServer(configuration, onListening: { continuation.yield(($0, $1)) })
    let group = ServiceGroup(
        services: [server],
        logger: Logger(label: "sandbox", factory: { _ in SwiftLogNoOpLogHandler() })
    )
    return try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask {
            defer { continuation.finish() }
            try await group.run()
        }
        guard let (ports, certificatePath) = await starts.first(where: { _ in true }) else {
            // The server has ended before it listened; its error says why.
            try await tasks.waitForAll()
            throw CancellationError()
        }
        let sandbox = RunningSandbox(
            server: server,
            port: ports.http,
            baseURL: "http://\(configuration.host):\(ports.http)",
            tlsURL: ports.tls.map { "https://localhost:\($0)" },
            certificatePath: certificatePath,
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
