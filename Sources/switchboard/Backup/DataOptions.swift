import ArgumentParser
import Foundation

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
}
