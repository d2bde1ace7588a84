import Actions
import Foundation

/// What happens once, before anything can be asked.
struct StartBenchmarks {
    func run(_ stopwatch: inout Stopwatch, _ report: Report) async throws {
        let compiling = try stopwatch.measure(runs: 50) { _ in try Catalog.salesforce().actions.count }
        report.line("Compile the catalogue", compiling, against: .target(.milliseconds(50)))
        let executable = Bundle.main.bundleURL.appending(path: "switchboard")
        guard FileManager.default.isExecutableFile(atPath: executable.path) else {
            report.note(
                "There is no switchboard beside this executable. Build it to measure its start: swift build -c release"
            )
            return
        }
        let listing = try await stopwatch.measure(runs: 20) { _ in
            try await status(of: executable, ["actions", "list"])
        }
        report.line("switchboard actions list, from its start", listing, against: .target(.milliseconds(100)))
        let folder = FileManager.default.temporaryDirectory.appending(path: "switchboard-start-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        let serving = try await stopwatch.measure(runs: 20) { _ in try await firstAnswer(of: executable, folder.path) }
        report.line("switchboard serve, until it listens", serving, against: .target(.milliseconds(300)))
    }

    /// Starts a server, waits until it says that it listens, and stops it.
    private func firstAnswer(of executable: URL, _ data: String) async throws -> Int {
        let process = Process()
        process.executableURL = executable
        process.arguments = ["serve", "--port", "0", "--data", data]
        process.standardError = FileHandle.nullDevice
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        // It is printed once connections are taken.
        let greeting = pipe.fileHandleForReading.availableData
        process.terminate()
        return greeting.count
    }

    /// Runs a command to its end and gives its exit status.
    ///
    /// `Process.waitUntilExit()` looks only every 50 ms whether there is an end, so the handler tells.
    private func status(of executable: URL, _ arguments: [String]) async throws -> Int {
        let (ends, continuation) = AsyncStream.makeStream(of: Int32.self)
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.terminationHandler = { process in
            continuation.yield(process.terminationStatus)
            continuation.finish()
        }
        try process.run()
        return Int(await ends.first { _ in true } ?? -1)
    }
}
