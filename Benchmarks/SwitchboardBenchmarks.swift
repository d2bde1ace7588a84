import Foundation

/// Measures what the design promises, and prints it. Nothing here passes or fails.
///
/// The arguments choose: `server` for one part, a number for how many contacts the large sandbox org has.
@main
struct SwitchboardBenchmarks {
    static func main() async {
        do {
            try await run()
        } catch {
            // Without this an error ends in a backtrace of hundreds of lines.
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            exit(1)
        }
    }

    private static func run() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        let contacts = arguments.lazy.compactMap { Int($0) }.first ?? 100_000
        let chosen = arguments.filter { Int($0) == nil }
        let report = Report()
        var stopwatch = Stopwatch()
        func isChosen(_ part: String) -> Bool { chosen.isEmpty || chosen.contains(part) }

        if isChosen("requests") {
            report.heading("Requests and queries")
            try RequestBenchmarks().run(&stopwatch, report)
            try QueryTextBenchmarks().run(&stopwatch, report)
        }
        if isChosen("json") {
            report.heading("JSON, a query response of 1 MB")
            try JSONBenchmarks().run(&stopwatch, report)
        }
        if isChosen("start") {
            report.heading("Start")
            try await StartBenchmarks().run(&stopwatch, report)
        }
        if isChosen("invocations") {
            report.heading("Invocations")
            try await InvocationBenchmarks().run(&stopwatch, report)
        }
        if isChosen("storage") {
            report.heading("Storage")
            try await StorageBenchmarks().run(&stopwatch, report)
        }
        if isChosen("server") {
            report.heading("The server, door to door")
            try await ServerBenchmarks().run(report)
        }
        if isChosen("console") {
            report.heading("The console, page by page")
            try await ConsoleBenchmarks().run(report)
        }
        if isChosen("mcp") {
            report.heading("MCP, beside FastMCP with simple-salesforce")
            try await MCPBenchmarks().run(report)
        }
        if isChosen("telephone") {
            report.heading("The telephone")
            try await TelephoneBenchmarks().run(report)
        }
        if isChosen("sandbox") {
            report.heading("Sandbox org")
            try await SandboxBenchmarks().run(&stopwatch, report)
        }
        if isChosen("scale") {
            report.heading("Sandbox org at scale")
            try await SandboxAtScaleBenchmarks(contacts: contacts).run(&stopwatch, report)
        }
        report.note("\nSum of all results: \(stopwatch.total)")
    }
}
