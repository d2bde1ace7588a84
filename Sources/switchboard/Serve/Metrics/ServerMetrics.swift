import Calls
import Metrics
import Platforms

/// Numbers that nobody counts as they change, read when somebody asks for them.
struct ServerMetrics: Sendable {
    let process = ProcessMetrics()
    let journal: any JournalStore
    let connections: Connections
    let calls: CallDirectory

    func refresh() async {
        process.refresh()
        Gauge(label: "switchboard_calls_in_memory").record(Int64(await calls.liveCount))
        if let counts = try? await journal.counts() {
            for state in JournalEntry.State.allCases {
                Gauge(label: "switchboard_journal_entries", dimensions: [("state", state.rawValue)])
                    .record(Int64(counts[state] ?? 0))
            }
        }
        for connection in (try? await connections.list()) ?? [] {
            Gauge(
                label: "switchboard_connection_usable",
                dimensions: [("connection", connection.settings.name)]
            ).record(connection.state.status == .connected ? Int64(1) : 0)
        }
    }
}
