/// Measures what the design promises, and prints it. Nothing here passes or fails.
@main
struct SwitchboardBenchmarks {
    static func main() async throws {
        let report = Report()
        var stopwatch = Stopwatch()
        report.heading("Requests and queries")
        try RequestBenchmarks().run(&stopwatch, report)
        try QueryTextBenchmarks().run(&stopwatch, report)
        report.heading("JSON, a query response of 1 MB")
        try JSONBenchmarks().run(&stopwatch, report)
        report.heading("Start")
        try await StartBenchmarks().run(&stopwatch, report)
        report.heading("Invocations")
        try await InvocationBenchmarks().run(&stopwatch, report)
        report.heading("Storage")
        try await StorageBenchmarks().run(&stopwatch, report)
        report.heading("Sandbox org")
        try await SandboxBenchmarks().run(&stopwatch, report)
        report.heading("Sandbox org at scale")
        let contacts = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 100_000
        try await SandboxAtScaleBenchmarks(contacts: contacts).run(&stopwatch, report)
        report.note("\nSum of all results: \(stopwatch.total)")
    }
}
