import ArgumentParser
import Platforms
import Storage

struct RotateKeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate-key",
        abstract: "Seal a server's secrets under a new key. The server must be stopped.",
        discussion: """
            The new key goes into the server's key file, every token and secret is sealed again, and then the old key is
            taken out. Broken off half way, it is simply run again.

              switchboard rotate-key --data /var/lib/switchboard
            """
    )

    @OptionGroup var options: DataOptions

    func run() async throws {
        let settings = try await options.settings()
        let folder = DataFolder(path: settings.text(.data) ?? "")
        var lock: FolderLock?
        if settings.text(.databaseURL) == nil {
            lock = try folder.lock()
            guard lock != nil else {
                throw Mistake("A server is running on \(folder.path), and knows only the old key. Stop it first.")
            }
        }
        let database = try await options.openDatabase()
        let file = KeyFile(path: settings.text(.keyFile) ?? folder.keyPath)
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await rotate(file, of: database))
        } catch {
            outcome = .failure(Mistake("\(error)"))
        }
        await database.close()
        withExtendedLifetime(lock) {}
        try outcome.get()
    }

    private func rotate(_ file: KeyFile, of database: any Database) async throws {
        let ring = try file.read().rotated()
        // Both keys are in the file for as long as there may be secrets under either.
        try file.replace(with: ring)
        let transport = HTTPTransport()
        let connections = Connections(
            store: ConnectionStorage(database),
            vault: Vault(ring),
            transport: transport
        )
        let left = try? await connections.resealAll()
        await transport.shutdown()
        guard left == 0 else { throw Mistake("Not all secrets could be sealed again. Run it once more.") }
        try file.replace(with: ring.withoutOlderKeys())
        Terminal.writeLine("All secrets are sealed under the key \(ring.ids.first ?? ""), in \(file.path).")
    }
}
