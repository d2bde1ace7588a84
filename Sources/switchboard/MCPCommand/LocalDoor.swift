import Actions
import Doors
import Foundation
import Hummingbird
import Logging
import NIOCore
import Platforms
import SandboxOrg
import ServiceLifecycle
import Storage
import Workspace

/// A door for MCP on this machine that lasts as long as a command: a new sandbox org, connected, with an agent for it.
enum LocalDoor {
    /// Opens the door, lets someone in, and takes everything away afterwards.
    ///
    /// - Parameters:
    ///   - names: The actions of the agent; all of the catalogue when there are none.
    ///   - visit: Gets the server's address and the agent's token.
    static func open(
        actions names: [String],
        _ visit: @escaping @Sendable (_ url: String, Secret) async throws -> Void
    ) async throws {
        let catalog = try Catalog.salesforce()
        let actions = try names.isEmpty ? catalog.actions : names.map { try catalog.action(named: $0) }
        let logger = Logger(label: "switchboard", factory: { _ in SwiftLogNoOpLogHandler() })
        let settings = try await Settings(file: nil, environment: [:], arguments: [:])
        var configuration = SandboxServer.Configuration()
        configuration.seed = .demo
        try await withSandboxServer(configuration) { sandbox in
            let database = try SQLiteDatabase(.memory)
            _ = try await Migrator().migrate(database)
            let vault = Vault(KeyRing())
            let parts = try ServerParts(on: database, vault: vault, settings: settings, logger: logger)
            let ending: Result<Void, any Error>
            do {
                let token = try await agent(with: actions.map(\.name), on: sandbox.baseURL, parts.services)
                ending = .success(try await serve(parts, vault, logger) { url in try await visit(url, token) })
            } catch {
                ending = .failure(error)
            }
            await parts.close()
            await database.close()
            try ending.get()
        }
    }

    /// Makes an agent that works on an org, and gives its token.
    private static func agent(with actions: [String], on org: String, _ services: Services) async throws -> Secret {
        guard let host = LogInHost(org) else { throw Mistake("The sandbox org has no address.") }
        let connection = try await services.connections.connect(
            ConnectionSettings(
                name: "Sandbox org",
                logInHost: host,
                grant: .clientCredentials,
                clientID: "switchboard"
            ),
            credentials: ConnectionCredentials(clientSecret: Secret("sandbox"))
        )
        var enabled: [AgentAction] = []
        for name in actions {
            let action = try await services.library.add(template: name, on: connection.id, as: nil)
            enabled.append(AgentAction(action.id))
        }
        let agent = try await services.roster.add(
            AgentSettings(
                name: "Alex",
                instructions: "You help people of a company with its records.",
                timeZone: .current,
                actions: enabled
            )
        )
        return try await services.roster.issueToken(for: agent.id)
    }

    private static func serve(
        _ parts: ServerParts,
        _ vault: Vault,
        _ logger: Logger,
        _ visit: @escaping @Sendable (_ url: String) async throws -> Void
    ) async throws {
        let admission = Admission(to: parts.services)
        let router = HTTPAPI(parts.services, admission: admission, version: Switchboard.version).router()
        MCPDoor(parts.services, admission: admission, seal: MCPSeal(vault), version: Switchboard.version)
            .add(to: router)
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in continuation.yield(channel.localAddress?.port ?? 0) },
            logger: logger
        )
        let group = ServiceGroup(services: parts.background + [application], logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { continuation.finish() }
                try await group.run()
            }
            if let port = await ports.first(where: { _ in true }) {
                tasks.addTask {
                    try await visit("http://127.0.0.1:\(port)")
                    await group.triggerGracefulShutdown()
                }
            }
            try await tasks.waitForAll()
        }
    }
}
