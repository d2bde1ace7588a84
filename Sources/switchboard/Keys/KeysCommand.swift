import ArgumentParser
import Platforms
import Storage
import Workspace

struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Work with the keys that secrets are sealed under.",
        subcommands: [RotateKeys.self]
    )
}

struct RotateKeys: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Make a new key, and seal all secrets again under it.",
        discussion: """
            Stop the server first, all of its nodes. The older keys stay in the file, for backups made before; \
            --forget-old removes them once everything is sealed under the new one.
            """
    )

    @Flag(help: "Remove the older keys. Backups made before can't be used without a copy of them.")
    var forgetOld = false

    @OptionGroup var options: DataOptions

    func run() async throws {
        let settings = try await options.settings()
        let folder = DataFolder(path: settings.text(.data) ?? "")
        try folder.prepare()
        guard let lock = try folder.lock() else {
            throw Mistake("A server is running on \(folder.path). Stop it first.")
        }
        defer { withExtendedLifetime(lock) {} }
        let database = try await options.openDatabase()
        let file = KeyFile(path: settings.text(.keyFile) ?? folder.keyPath)
        let ring: KeyRing
        do throws(VaultError) {
            ring = try file.read().rotated()
            // Before anything is sealed under the new key: it must not be lost.
            try file.replace(with: ring)
        } catch {
            throw Mistake(error.description)
        }
        let transport = HTTPTransport()
        let store = ConnectionStorage(database)
        let vault = Vault(ring)
        let connections = Connections(store: store, vault: vault, transport: transport)
        let workspace = SharedWorkspace(store: WorkspaceStorage(database), connections: store)
        let channels = ChannelSecrets(
            store: ChannelStorage(database),
            vault: vault,
            roster: AgentRoster(workspace)
        )
        let outcome: Result<Connections.Resealing, any Error>
        do {
            var result = try await connections.reseal()
            result.done += try await channels.reseal()
            outcome = .success(result)
        } catch {
            outcome = .failure(error)
        }
        await transport.shutdown()
        await database.close()
        switch outcome {
        case .failure(let error): throw Mistake("The new key is in the file, but not in use yet: \(error). Try again.")
        case .success(let result): try report(result, file, ring)
        }
    }

    private func report(_ result: Connections.Resealing, _ file: KeyFile, _ ring: KeyRing) throws {
        guard result.left.isEmpty else {
            throw Mistake("\(result.left.joined(separator: ", ")) were in use. Stop every node and try again.")
        }
        Terminal.writeLine("\(result.done) secrets are sealed under the new key in \(file.path).")
        guard forgetOld else { return }
        do throws(VaultError) {
            try file.replace(with: ring.withoutOlderKeys())
        } catch {
            throw Mistake(error.description)
        }
        Terminal.writeLine("The older keys are removed.")
    }
}
