package import FoundationEssentials
import HTTPTypes
import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
import ServiceLifecycle

/// The sandbox org on the network.
package struct SandboxServer: Service {
    package struct Configuration: Sendable {
        package var host = "127.0.0.1"
        /// 0 for any that is free.
        package var port = 0
        package var storage = Org.Storage.memory
        package var seed = Seed.demo
        package var clock: @Sendable () -> Date = { Date() }
        /// The largest body that is read, in bytes: what Salesforce takes for a file in JSON, 50 MB.
        package var maximumBodyLength = 50 * 1024 * 1024

        package init() {}
    }

    package let org: Org
    private let configuration: Configuration
    private let sessions: SessionRegistry
    private let api: RestAPI
    private let logger: Logger
    private let onListening: @Sendable (_ port: Int) async -> Void

    /// Opens the org. Nothing listens until ``run()``.
    ///
    /// `onProgress` is told how many of how many generated contacts there are, `onListening` the port once requests are
    /// taken.
    package init(
        _ configuration: Configuration = Configuration(),
        logger: Logger = Logger(label: "sandbox", factory: { _ in SwiftLogNoOpLogHandler() }),
        onProgress: @Sendable (_ done: Int, _ all: Int) -> Void = { _, _ in },
        onListening: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) throws {
        org = try Org.open(
            configuration.storage,
            seed: configuration.seed,
            clock: configuration.clock,
            onProgress: onProgress
        )
        self.configuration = configuration
        self.logger = logger
        self.onListening = onListening
        sessions = SessionRegistry(organizationId: org.organizationId, clock: configuration.clock)
        api = RestAPI(org: org, sessions: sessions, usage: APIUsage())
    }

    /// Serves until it is told to shut down.
    package func run() async throws {
        let onListening = onListening
        let application = Application(
            responder: SandboxResponder(api: api, maximumBodyLength: configuration.maximumBodyLength),
            server: HTTPServerBuilder { [configuration] responder in
                CompressingChannel(responder: responder, maximumBodyLength: configuration.maximumBodyLength)
            },
            configuration: ApplicationConfiguration(address: .hostname(configuration.host, port: configuration.port)),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? 0) },
            logger: logger
        )
        try await application.run()
    }

    /// An access token without a log-in, for tests and the demo.
    package func issueToken(for username: String = "admin@sandbox.test") async throws(SalesforceError) -> String {
        guard let user = try await org.user(named: username), user.isActive else { throw .invalidSession }
        return sessions.begin(userId: user.id)
    }
}
