import Console
import CoreMetrics
import Doors
import Foundation
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import Platforms
import ServiceLifecycle
import Storage
import UnixSignals
import Workspace

/// The whole server: everything is made here, once, and given to whatever needs it.
struct Server {
    private let settings: Settings
    private let logger: Logger
    private let registry: PrometheusRegistry
    private let folder: DataFolder
    /// Held while the database is a file: two servers on one would each know only half.
    private let lock: FolderLock?
    private let database: any Database
    private let vault: Vault

    /// Opens what the server keeps. Nothing listens until ``run()``.
    init(_ settings: Settings, logger: Logger, registry: PrometheusRegistry) async throws {
        self.settings = settings
        self.logger = logger
        self.registry = registry
        folder = DataFolder(path: settings.text(.data) ?? "")
        try folder.prepare()
        if let address = settings.text(.databaseURL) {
            lock = nil
            database = PostgresDatabase(address, connections: settings.number(.databaseConnections))
        } else {
            guard let lock = try folder.lock() else {
                throw Mistake(
                    "Another server is running on \(folder.path). Give this one another folder: --data FOLDER"
                )
            }
            self.lock = lock
            do throws(StoreError) {
                database = try SQLiteDatabase(.file(folder.databasePath))
            } catch {
                throw Mistake("The database \(folder.databasePath) can't be opened: \(error.reason)")
            }
        }
        do throws(VaultError) {
            vault = Vault(try KeyFile(path: settings.text(.keyFile) ?? folder.keyPath).openOrCreate())
        } catch {
            throw Mistake(error.description)
        }
        try await migrate()
    }

    /// Serves until the process is told to stop.
    func run() async throws {
        let parts = try ServerParts(
            on: database,
            vault: vault,
            settings: settings,
            logger: logger
        )
        let ending: Result<Void, any Error>
        do {
            ending = .success(try await serve(parts))
        } catch {
            ending = .failure(error)
        }
        await parts.close()
        await database.close()
        withExtendedLifetime(lock) {}
        try ending.get()
        logger.info("stopped")
    }

    private func serve(_ parts: ServerParts) async throws {
        try await checkKeys(of: parts.services)
        let admission = Admission(to: parts.services, configuration: admissionConfiguration)
        let router = HTTPAPI(parts.services, admission: admission, version: Switchboard.version).router()
        MCPDoor(
            parts.services,
            admission: admission,
            seal: MCPSeal(vault),
            names: (settings.text(.hostNames) ?? "").split { $0 == "," || $0 == " " }.map(String.init),
            version: Switchboard.version
        ).add(to: router)
        VoiceDoor(parts.services, admission: admission).add(to: router)
        let metrics = ServerMetrics(
            journal: parts.journal,
            connections: parts.connections,
            calls: parts.services.calls
        )
        OperationRoutes(
            database: database,
            metrics: registry,
            metricsToken: settings.text(.metricsToken).map(Secret.init),
            refreshMetrics: { await metrics.refresh() }
        ).add(to: router)
        let telephone = TelephoneLine(
            parts.services,
            model: parts.telephoneModel,
            maximumCalls: settings.number(.telephoneCalls),
            admission: admission,
            logger: logger
        )
        telephone.add(to: router)
        let sandbox = settings.isTrue(.sandbox) ? try innerSandbox(parts.connections) : nil
        // The last of all: what finds nothing after it is told so with a page.
        try Console(
            parts.services,
            admission: admission,
            innerOrg: sandbox.map(InnerOrg.init),
            retentionDays: settings.number(.retentionDays),
            models: phoneModels(parts)
        ).add(to: router)
        let application = Application(
            router: router,
            server: HTTPServerBuilder { responder in
                // Whoever connects and says nothing must not keep a place for ever.
                LoopBoundChannel(
                    WebSocketUpgradeChannel(responder: responder, route: telephone.relay, idleTimeout: .seconds(60))
                )
            },
            configuration: ApplicationConfiguration(
                address: .hostname(settings.text(.httpHost) ?? "", port: settings.number(.httpPort))
            ),
            onServerRunning: { channel in
                // Nobody gets a link to a server that can't start: its sandbox org has to listen as well.
                let org = await sandbox?.connectedAddress()
                guard !Task.isCancelled else { return }
                await greet(port: channel.localAddress?.port ?? 0, org: org, parts.people)
            },
            logger: logger
        )
        // They stop in the reverse order: requests under way still find all of what they need.
        var services = parts.background
        if let sandbox { services.append(sandbox) }
        services.append(application)
        var configuration = ServiceGroupConfiguration(
            services: services,
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        configuration.maximumGracefulShutdownDuration = .seconds(settings.number(.shutdownSeconds))
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            let port = settings.number(.httpPort)
            throw Mistake("Port \(port) is in use. Choose another with --port, or 0 for any that is free.")
        }
    }

    /// What can speak on the console's phone: the model of the telephone, and the recorded conversation.
    private func phoneModels(_ parts: ServerParts) -> [PhoneModel] {
        let script = DemoScript.phoneModel
        // Nobody knows here what the caller has to say to a script, and it takes anything for a yes.
        guard let model = parts.telephoneModel, settings.text(.telephoneScript) == nil else { return [script] }
        return [PhoneModel(id: "telephone", name: settings.text(.telephoneModelName) ?? "", model: model), script]
    }

    /// Refuses to run without the keys that the secrets are sealed under: every call would fail, one by one.
    private func checkKeys(of services: Services) async throws {
        let locked = try await services.connections.namesOfLocked() + services.channels.namesOfLocked()
        guard !locked.isEmpty else { return }
        throw Mistake(
            "The keys in \(settings.text(.keyFile) ?? folder.keyPath) don't open the secrets of "
                + "\(locked.joined(separator: ", ")). Put the key file back that they were sealed with, from a backup or "
                + "from another node."
        )
    }

    private func innerSandbox(_ connections: Connections) throws -> InnerSandbox {
        do {
            return try InnerSandbox(
                in: folder,
                port: settings.number(.sandboxPort),
                connections: connections,
                logger: logger
            )
        } catch {
            throw Mistake("The sandbox org can't be opened: \(error)")
        }
    }

    private var admissionConfiguration: Admission.Configuration {
        var configuration = Admission.Configuration()
        configuration.publicURL = settings.text(.publicURL)
        configuration.isBehindProxy = settings.isTrue(.behindProxy)
        configuration.allowsPlainHTTP = settings.isTrue(.plainHTTP)
        func limit(_ setting: Setting, burst: Double) -> RateLimit {
            let perSecond = Double(settings.number(setting))
            return RateLimit(perSecond: perSecond, burst: perSecond * burst)
        }
        configuration.agentLimit = limit(.agentLimit, burst: 2)
        configuration.personLimit = limit(.personLimit, burst: 4)
        configuration.strangerLimit = limit(.strangerLimit, burst: 12)
        return configuration
    }

    private func greet(port: Int, org: String?, _ people: PeopleDirectory) async {
        let host = settings.text(.httpHost) ?? ""
        logger.info("listening", metadata: ["host": .string(host), "port": .stringConvertible(port)])
        func address(_ host: String) -> String { "http://\(host.contains(":") ? "[\(host)]" : host):\(port)" }
        Terminal.writeLine("Switchboard listens on \(Terminal.styled(address(host), .bold)).")
        // Where it listens everywhere, a browser of this machine finds it here.
        let near = ["0.0.0.0", "::"].contains(host) ? "localhost" : host
        await invite(to: settings.text(.publicURL) ?? address(near), people)
        if let org {
            Terminal.writeLine(
                "The sandbox org listens on \(org) and is connected as \"\(InnerSandbox.connectionName)\"."
            )
        }
    }

    /// Prints the set-up link, where nobody has used one yet.
    private func invite(to address: String, _ people: PeopleDirectory) async {
        do throws(PeopleError) {
            guard let token = try await people.prepareSetUp() else { return }
            Terminal.writeLine(
                """

                Nobody has set it up yet. Open this link within a day to become its first owner:

                  \(Terminal.styled("\(address)/setup/\(token.text)", .bold))

                """
            )
        } catch {
            logger.error("a set-up token could not be made", metadata: ["reason": "\(error)"])
        }
    }

    /// Brings the tables up to date. A database server may start later than this one does.
    private func migrate() async throws {
        let end = ContinuousClock.now + .seconds(60)
        while true {
            do throws(StoreError) {
                let applied = try await Migrator().migrate(database)
                if !applied.isEmpty {
                    logger.info("the tables are up to date", metadata: ["steps": .array(applied.map { .string($0) })])
                }
                return
            } catch {
                guard case .unavailable(let reason) = error, ContinuousClock.now < end, database.isShared else {
                    throw Mistake("The database can't be used: \(error.reason)")
                }
                logger.warning("waiting for the database", metadata: ["reason": .string(reason)])
            }
            try await Task.sleep(for: .seconds(1))
        }
    }
}
