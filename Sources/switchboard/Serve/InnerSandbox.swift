import Foundation
import Logging
import NIOCore
import Platforms
import SandboxOrg
import ServiceLifecycle
import Synchronization

/// The sandbox org that runs inside the server, and the connection to it.
///
/// It is reached like any other org: over HTTP, signed in to with OAuth.
struct InnerSandbox: Service {
    static let connectionName = "Sandbox org"

    private let server: SandboxServer
    private let port: Int
    private let addresses: AsyncStream<String>
    private let endAddresses: @Sendable () -> Void
    private let connections: Connections
    private let logger: Logger
    private let listening = ListeningAddress()
    /// Ends once the org was connected, or could not be.
    private let settled: AsyncStream<Never>
    private let settle: @Sendable () -> Void

    var control: SandboxControl { server.control }

    /// Where it listens; nil while it does not yet.
    var address: String? { listening.address.withLock { $0 } }

    /// Opens the org, which is kept in the data folder and is the demo company at first.
    init(in folder: DataFolder, port: Int, connections: Connections, logger: Logger) throws {
        var configuration = SandboxServer.Configuration()
        configuration.port = port
        configuration.seed = .demo
        configuration.storage = .file(path: folder.path + "/sandbox.sqlite")
        let host = configuration.host
        let (addresses, continuation) = AsyncStream.makeStream(of: String.self)
        server = try SandboxServer(
            configuration,
            onListening: { ports, _ in continuation.yield("http://\(host):\(ports.http)") }
        )
        self.port = port
        self.addresses = addresses
        endAddresses = { continuation.finish() }
        self.connections = connections
        self.logger = logger
        let (settled, settling) = AsyncStream.makeStream(of: Never.self)
        self.settled = settled
        settle = { settling.finish() }
    }

    /// Waits until the org listens, and was connected if it could be; where it can't listen, until the task is
    /// cancelled.
    ///
    /// - Returns: Where it listens, if there is a connection to it.
    func connectedAddress() async -> String? {
        for await _ in settled {}
        return listening.isConnected.withLock { $0 } ? address : nil
    }

    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { endAddresses() }
                do {
                    try await server.run()
                } catch let error as IOError where error.errnoCode == EADDRINUSE {
                    throw Mistake(
                        "Port \(port) is in use, which the sandbox org was to listen on. Choose another with "
                            + "--set sandbox.port=PORT, or 0 for any that is free."
                    )
                }
            }
            for await address in addresses {
                listening.address.withLock { $0 = address }
                do throws(ConnectionError) {
                    _ = try await connect()
                    listening.isConnected.withLock { $0 = true }
                } catch {
                    logger.error("the sandbox org could not be connected", metadata: ["reason": "\(error)"])
                }
                settle()
            }
            try await group.waitForAll()
        }
    }

    /// Signs in to the org, as it is new with each start, with the connection there is from the last one.
    func connect() async throws(ConnectionError) -> SavedConnection {
        guard let host = address.flatMap({ LogInHost($0) }) else {
            throw .unreachable("The sandbox org does not listen yet.")
        }
        var settings = ConnectionSettings(
            name: Self.connectionName,
            logInHost: host,
            grant: .clientCredentials,
            clientID: "switchboard"
        )
        let credentials = ConnectionCredentials(clientSecret: Secret("sandbox"))
        guard let saved = try await connections.list().first(where: { $0.settings.name == Self.connectionName }) else {
            return try await connections.connect(settings, credentials: credentials)
        }
        if saved.settings.logInHost != host {
            // The port is another one than last time.
            settings = saved.settings
            settings.logInHost = host
            _ = try await connections.change(saved.id, to: settings, revision: saved.revision)
        }
        return try await connections.connect(saved.id)
    }
}

/// Where an org listens, once it does.
private final class ListeningAddress: Sendable {
    let address = Mutex<String?>(nil)
    let isConnected = Mutex(false)
}

extension InnerSandbox: CustomStringConvertible {
    var description: String { "InnerSandbox" }
}
