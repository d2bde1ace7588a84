package import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
package import Logging
import NIOCore
import NIOSSL
import ServiceLifecycle

/// The sandbox org on the network.
package struct SandboxServer: Service {
    package struct Configuration: Sendable {
        package var host = "127.0.0.1"
        /// 0 for any that is free.
        package var port = 0
        /// Where to listen for TLS as well, 0 for any port that is free; nil for nowhere.
        package var tlsPort: Int?
        package var oauth = OAuthConfiguration()
        package var storage = Org.Storage.memory
        package var seed = Seed.demo
        /// Whether a contact that looks like another is refused, unless the request allows it.
        package var refusesDuplicates = false
        package var clock: @Sendable () -> Date = { Date() }
        /// The objects; nil for the standard ones.
        package var schema: Schema?
        /// The time zone all users have; nil for the seed's.
        package var userTimeZone: TimeZone?
        /// What goes wrong from the start, and where the sequence of its chances begins.
        package var faults: [Fault] = []
        package var faultSeed: UInt64 = 0
        /// How many requests the org takes in a day: by default what a developer org may make.
        package var requestsPerDay = 15_000
        /// How many of the latest requests are remembered.
        package var requestLogLength = 1000
        /// Whether other machines may use `/sandbox` too.
        package var isControlOpenToAll = false
        /// The largest body that is read, in bytes: what Salesforce takes for a file in JSON, 50 MB.
        package var maximumBodyLength = 50 * 1024 * 1024

        package init() {}
    }

    /// Where a running server listens.
    package struct Ports: Sendable {
        package var http: Int
        package var tls: Int?
    }

    package let control: SandboxControl
    private let certificate: SelfSignedCertificate?
    private let configuration: Configuration
    private let sessions: SessionRegistry
    private let api: ControlledAPI
    private let logger: Logger
    private let onListening: @Sendable (Ports, _ certificatePath: String?) async -> Void

    package var org: Org { control.org }

    /// Opens the org. Nothing listens until ``run()``.
    ///
    /// `onProgress` is told how much of how much of the generating is done; `onListening` the ports once requests are
    /// taken, and the file with the certificate of TLS, which is there until the server stops.
    package init(
        _ configuration: Configuration = Configuration(),
        logger: Logger = Logger(label: "sandbox", factory: { _ in SwiftLogNoOpLogHandler() }),
        onProgress: @Sendable (_ done: Int, _ all: Int) -> Void = { _, _ in },
        onListening: @escaping @Sendable (Ports, _ certificatePath: String?) async -> Void = { _, _ in }
    ) throws {
        let clock = OrgClock(configuration.clock)
        let org = try Org.open(
            configuration.storage,
            schema: configuration.schema,
            seed: configuration.seed,
            userTimeZone: configuration.userTimeZone,
            refusesDuplicates: configuration.refusesDuplicates,
            clock: { clock.now },
            onProgress: onProgress
        )
        certificate = try configuration.tlsPort.map { _ in try SelfSignedCertificate() }
        self.configuration = configuration
        self.logger = logger
        self.onListening = onListening
        let usage = APIUsage(maximum: configuration.requestsPerDay)
        let cursors = CursorRegistry(clock: { clock.now })
        control = SandboxControl(
            org: org,
            faults: FaultBook(configuration.faults, seed: configuration.faultSeed),
            clock: clock,
            requestLog: RequestLog(capacity: configuration.requestLogLength),
            usage: usage,
            cursors: cursors
        )
        sessions = SessionRegistry(
            organizationId: org.organizationId,
            configuration: configuration.oauth,
            clock: { clock.now }
        )
        api = ControlledAPI(
            api: RestAPI(
                org: org,
                sessions: sessions,
                usage: usage,
                cursors: cursors,
                oauth: OAuthServer(org: org, sessions: sessions, configuration: configuration.oauth)
            ),
            control: ControlAPI(sandbox: control, isOpenToAll: configuration.isControlOpenToAll)
        )
    }

    /// Serves until it is told to shut down.
    package func run() async throws {
        guard let certificate, let tlsPort = configuration.tlsPort else {
            let plain = application(scheme: "http", port: configuration.port, server: httpServer) {
                [onListening] port in
                await onListening(Ports(http: port), nil)
            }
            return try await plain.run()
        }
        let certificatePath = try certificate.writeToTemporaryFile()
        defer { try? FileManager.default.removeItem(atPath: certificatePath) }
        let (bound, continuation) = AsyncStream.makeStream(of: (scheme: String, port: Int).self)
        let plain = application(scheme: "http", port: configuration.port, server: httpServer) { port in
            continuation.yield(("http", port))
        }
        let secure = application(
            scheme: "https",
            port: tlsPort,
            server: try .tls(httpServer, tlsConfiguration: certificate.serverConfiguration())
        ) { port in
            continuation.yield(("https", port))
        }
        let group = ServiceGroup(configuration: .init(services: [plain, secure], logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { [onListening] tasks in
            tasks.addTask {
                defer { continuation.finish() }
                try await group.run()
            }
            var ports: [String: Int] = [:]
            for await (scheme, port) in bound {
                ports[scheme] = port
                guard let http = ports["http"], let tls = ports["https"] else { continue }
                await onListening(Ports(http: http, tls: tls), certificatePath)
            }
            try await tasks.waitForAll()
        }
    }

    private var httpServer: HTTPServerBuilder {
        HTTPServerBuilder { [configuration] responder in
            CompressingChannel(responder: responder, maximumBodyLength: configuration.maximumBodyLength)
        }
    }

    private func application(
        scheme: String,
        port: Int,
        server: HTTPServerBuilder,
        onRunning: @escaping @Sendable (_ port: Int) async -> Void
    ) -> Application<SandboxResponder> {
        Application(
            responder: SandboxResponder(
                api: api,
                scheme: scheme,
                maximumBodyLength: configuration.maximumBodyLength
            ),
            server: server,
            configuration: ApplicationConfiguration(address: .hostname(configuration.host, port: port)),
            onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? 0) },
            logger: logger
        )
    }

    /// An access token without a log-in, for tests and the demo.
    package func issueToken(for username: String = "admin@sandbox.test") async throws(SalesforceError) -> String {
        guard let user = try await org.user(named: username), user.isActive else { throw .invalidSession }
        return sessions.begin(userId: user.id)
    }
}

extension SandboxServer: CustomStringConvertible {
    // Service groups name their services by their descriptions, and the default one is the whole schema, every time a
    // server starts.
    package var description: String { "SandboxServer" }
}
