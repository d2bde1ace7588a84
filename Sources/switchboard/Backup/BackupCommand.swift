import ArgumentParser
import Foundation
import Platforms
import Storage

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy a server's database to a file, while it is in use.",
        discussion: """
            The secrets in it are sealed: to restore it on another machine, the key file is needed too. Keep the two apart.

              switchboard backup --data /var/lib/switchboard /backup/monday.sqlite
            """
    )

    @Argument(help: ArgumentHelp("Where the copy goes.", valueName: "file"))
    var file: String

    @Flag(help: "Replace the file when there is one.")
    var replace = false

    @OptionGroup var options: DataOptions

    func run() async throws {
        let folder = try await options.embeddedFolder(or: "Copy it with pg_dump.")
        guard replace || !FileManager.default.fileExists(atPath: file) else {
            throw Mistake("\(file) is there already. Name another, or add --replace.")
        }
        do throws(StoreError) {
            try SQLiteDatabase.copy(from: folder.databasePath, to: file)
            try await SQLiteDatabase.check(file)
        } catch {
            throw Mistake("The backup failed: \(error.reason)")
        }
        Terminal.writeLine("The database is in \(file). Its keys are not: they are in \(folder.keyPath).")
    }
}
