import ArgumentParser
import Foundation
import Platforms
import Storage

/// Which server a command is about: the same settings that `serve` reads.
struct DataOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The file with the server's settings.", valueName: "file"))
    var config: String?

    @Option(help: ArgumentHelp("The server's data folder.", valueName: "folder"))
    var data: String?

    func settings(_ more: [String: String] = [:]) async throws -> Settings {
        let environment = ProcessInfo.processInfo.environment
        var arguments = more
        if let data { arguments[Setting.data.name] = data }
        return try await Settings(
            file: config ?? environment["SWITCHBOARD_CONFIG"].flatMap { $0.isEmpty ? nil : $0 },
            environment: environment,
            arguments: arguments
        )
    }

    /// The data folder of a server that keeps its database there.
    func embeddedFolder(or advice: String) async throws -> DataFolder {
        let settings = try await settings()
        guard settings.text(.databaseURL) == nil else {
            throw Mistake("This server's database is on PostgreSQL. \(advice)")
        }
        return DataFolder(path: settings.text(.data) ?? "")
    }

    /// The database of a server, which may be running. Its tables must be those of this version.
    func openDatabase() async throws -> any Database {
        let settings = try await settings()
        let database: any Database
        if let address = settings.text(.databaseURL) {
            database = PostgresDatabase(address, connections: 1)
        } else {
            let path = DataFolder(path: settings.text(.data) ?? "").databasePath
            guard FileManager.default.fileExists(atPath: path) else {
                throw Mistake("There is no database \(path). Name the server's data folder with --data.")
            }
            do throws(StoreError) {
                database = try SQLiteDatabase(.file(path))
            } catch {
                throw Mistake("The database \(path) can't be opened: \(error.reason)")
            }
        }
        let isUpToDate: Bool
        do throws(StoreError) {
            isUpToDate = try await Migrator().isUpToDate(database)
        } catch {
            throw Mistake("The database can't be read: \(error.reason)")
        }
        guard isUpToDate else {
            throw Mistake("The tables are those of another version of Switchboard. Start the server once.")
        }
        return database
    }
}
