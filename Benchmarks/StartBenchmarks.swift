import Actions
import Foundation

/// What happens once, before anything can be asked.
struct StartBenchmarks {
    func run(_ stopwatch: inout Stopwatch, _ report: Report) throws {
        let compiling = try stopwatch.measure(runs: 50) { _ in try Catalog.salesforce().actions.count }
        report.line("Compile the catalogue", compiling, against: .target(.milliseconds(50)))
        let executable = Bundle.main.bundleURL.appending(path: "switchboard")
        guard FileManager.default.isExecutableFile(atPath: executable.path) else {
            report.note(
                "There is no switchboard beside this executable. Build it to measure its start: swift build -c release"
            )
            return
        }
        let listing = try stopwatch.measure(runs: 20) { _ in
            let process = Process()
            process.executableURL = executable
            process.arguments = ["actions", "list"]
            process.standardOutput = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            return Int(process.terminationStatus)
        }
        report.line("switchboard actions list, from its start", listing, against: .target(.milliseconds(100)))
    }
}
