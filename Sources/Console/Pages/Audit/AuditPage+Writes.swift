import Actions
import Calls
import Doors
import Foundation
import HTTPTypes
import JSON
import Workspace

/// The journal of writes: those under way, those that wait, and those that were given up.
extension AuditPage {
    private struct WritesView: Sendable {
        struct Choice: Sendable {
            let path: String
            let title: String
            let isCurrent: Bool
        }

        let choices: [Choice]
        let writes: [WriteView]
        let older: String?
    }

    /// Which writes to show, by what the address says.
    private static let selections: [(name: String, title: String, states: [JournalEntry.State], dismissed: Bool)] = [
        ("", "To look at", [.abandoned], false),
        ("open", "Under way", [.prepared, .uncertain, .queued], false),
        ("all", "All", [], true),
    ]

    var writes: [ConsoleRoute] {
        [
            .show("/audit/writes") { visit in
                let name = visit.query.line("show")
                let selection = Self.selections.first { $0.name == name } ?? Self.selections[0]
                let entries = try await services.journal.entries(
                    matching: JournalFilter(states: Set(selection.states), includesDismissed: selection.dismissed),
                    after: Self.cursor(visit.query.line("before")),
                    limit: Self.pageLength + 1
                )
                let names = Names(agents: try await services.roster.agents())
                let views = entries.map { WriteView($0, names: names) }
                let part = ListPart(of: views, most: Self.pageLength, weighing: \.weight)
                let counts = try await services.journal.counts()
                let view = WritesView(
                    choices: Self.selections.map { choice in
                        let count = choice.states.map { counts[$0] ?? 0 }.reduce(0, +)
                        return WritesView.Choice(
                            path: "/audit/writes" + (choice.name.isEmpty ? "" : "?show=\(choice.name)"),
                            title: choice.name == "open" ? "\(choice.title) (\(count))" : choice.title,
                            isCurrent: choice.name == selection.name
                        )
                    },
                    writes: Array(part.rows),
                    older: part.next.map {
                        let last = Self.text(of: entries[$0 - 1])
                        return "/audit/writes?show=\(selection.name)&before=\(last.percentEncoded)"
                    }
                )
                return .page("Writes", "writes", view)
            },
            .take("/audit/writes/{entry_id}/retry", recordedAs: .write, "retryWrite") { visit in
                try await change(visit, done: "It is tried again: looked up first, and sent if it is not there.") {
                    id in
                    try await services.journal.retry(id)
                }
            },
            .take("/audit/writes/{entry_id}/dismiss", recordedAs: .write, "dismissWrite") { visit in
                try await change(visit, done: "Noted: somebody has seen to it.") { id in
                    try await services.journal.dismiss(id)
                }
            },
        ]
    }

    private func change(
        _ visit: Visit,
        done: String,
        _ change: (JournalEntry.ID) async throws -> JournalEntry?
    ) async throws -> ConsoleAnswer {
        let id = visit.parameter("entry_id")
        guard try await services.journal.entry(id) != nil else {
            throw ProblemDetails(.notFound, "no_such_write", "The journal has no such write.")
        }
        guard try await change(id) != nil else {
            return .refusal(
                at: "/audit/writes",
                saying: "Only a write that was given up can be tried again or dismissed.",
                code: "not_given_up"
            )
        }
        return .redirect(to: "/audit/writes", saying: done)
    }

    /// Where a page ended, for an address.
    private static func text(of entry: JournalEntry) -> String { "\(entry.createdAt.timestamp),\(entry.id)" }

    private static func cursor(_ text: String) -> TimeCursor? {
        let parts = text.split(separator: ",")
        guard parts.count == 2, let date = Date(timestamp: String(parts[0])) else { return nil }
        return TimeCursor(at: date, id: String(parts[1]))
    }
}

/// A write as pages show it.
private struct WriteView: Sendable {
    let path: String
    let action: String
    let agent: String
    let callPath: String
    let state: String
    let tone: String
    let isAbandoned: Bool
    let isDismissed: Bool
    let createdAt: MomentView
    let sent: String
    let reason: String?
    let recordID: String?
    let requests: [String]

    /// About how many bytes of a page it takes.
    var weight: Int { 900 + (reason?.weight ?? 0) + requests.map { $0.weight + 30 }.reduce(0, +) }

    init(_ entry: JournalEntry, names: AuditPage.Names) {
        path = "/audit/writes/\(entry.id)"
        action = entry.action
        agent = names[entry.agentID] ?? "an agent that was removed"
        callPath = "/calls/\(entry.callID)"
        (state, tone) =
            switch entry.state {
            case .prepared: ("being sent", "warn")
            case .settled: ("settled", "good")
            case .uncertain: ("being looked up", "warn")
            case .queued: ("waits for the org", "warn")
            case .abandoned: ("given up", "bad")
            }
        isDismissed = entry.dismissedAt != nil
        isAbandoned = entry.state == .abandoned && !isDismissed
        createdAt = MomentView(entry.createdAt)
        sent =
            switch entry.details.timesSent {
            case 0: "not sent"
            case 1: "sent once"
            case let times: "sent \(times) times"
            }
        reason = entry.reason?.clipped(to: 400)
        recordID = entry.createdRecord
        let known = entry.details.steps.map(\.request) + (entry.details.request.map { [$0] } ?? [])
        requests = known.map { request in
            let body = request.body.map { "\n" + $0.prettyPrinted() } ?? ""
            return "\(request.method.rawValue) \(request.path)\(body)".clipped(
                to: AuditPage.longestDetails,
                weight: 3 * AuditPage.longestDetails
            )
        }
    }
}
