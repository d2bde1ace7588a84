import ArgumentParser
import Foundation
import Platforms
import Storage

struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Put a backup in the place of a server's database.",
        discussion: """
            The server must not be running. The database that was there is kept beside it.

              switchboard restore --data /var/lib/switchboard /backup/monday.sqlite
            """
    )

    @Argument(help: ArgumentHelp("The backup.", valueName: "file"))
    var file: String

    @OptionGroup var options: DataOptions

    func run() async throws {
        let folder = try await options.embeddedFolder(or: "Restore it with pg_restore or psql.")
        try folder.prepare()
        guard let lock = try folder.lock() else {
            throw Mistake("A server is running on \(folder.path). Stop it first.")
        }
        defer { withExtendedLifetime(lock) {} }
        do throws(StoreError) {
            try await SQLiteDatabase.check(file)
        } catch {
            throw Mistake("\(file) can't be restored: \(error.reason)")
        }
        let kept = try keepOld(folder)
        do throws(StoreError) {
            try SQLiteDatabase.copy(from: file, to: folder.databasePath)
        } catch {
            throw Mistake("The restore failed: \(error.reason)\(kept.map { " What was there is in \($0)." } ?? "")")
        }
        folder.giveToOwner([folder.databasePath])
        Terminal.writeLine("\(file) is restored.\(kept.map { " What was there is in \($0)." } ?? "")")
        if !FileManager.default.fileExists(atPath: folder.keyPath) {
            Terminal.writeLine(
                "Put the key file it was made with at \(folder.keyPath), or its secrets can't be opened."
            )
        }
    }

    /// Puts the database that is there aside, with its log; it may be too damaged to be read.
    private func keepOld(_ folder: DataFolder) throws -> String? {
        let path = folder.databasePath
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let time = Date().ISO8601Format().filter(\.isNumber)
        let kept = path.replacing(".sqlite", with: "-before-\(time).sqlite")
        // The database first: SQLite throws away a log without one.
        for ending in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: path + ending) {
            try FileManager.default.moveItem(atPath: path + ending, toPath: kept + ending)
        }
        return kept
    }
}
