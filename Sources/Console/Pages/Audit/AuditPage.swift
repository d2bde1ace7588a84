import Actions
import Calls
import Doors
import Foundation
import Workspace

/// The record of everything, and the writes that somebody has to look at.
struct AuditPage: ConsolePage {
    let services: Services

    var navigation: NavigationItem? { NavigationItem(title: "Audit", path: "/audit") }

    var routes: [ConsoleRoute] { [list] + writes }

    /// So few, and of each no more than so much, that a page stays light.
    static let pageLength = 25
    static let longestDetails = 1200

    private struct ListView: Sendable {
        let form: Form
        let entries: [AuditEntryView]
        let isFiltered: Bool
        /// The addresses of the next page, and of the same entries as files.
        let older: String?
        let csv: String
        let lines: String
    }

    /// The fields to filter by, named as the HTTP API names them.
    private static let names = ["from", "until", "kind", "agent_id", "call_id", "action", "outcome", "record_id"]

    private var list: ConsoleRoute {
        .show("/audit") { visit in
            let agents = try await services.roster.agents()
            let people = try await services.people.people()
            let tokens = try await services.people.adminTokens()
            let filter = Self.filter(visit.query)
            let records = try await services.audit.records(
                matching: filter,
                before: Int(visit.query.line("before")),
                limit: Self.pageLength + 1
            )
            let query = Self.names.map { ($0, visit.query.line($0)) }.filter { !$0.1.isEmpty }
            let names = Names(agents: agents, people: people, tokens: tokens)
            let entries = records.map { AuditEntryView($0, names: names) }
            let part = ListPart(of: entries, most: Self.pageLength, weighing: \.weight)
            let view = ListView(
                form: Self.form(agents).filled(from: visit.query),
                entries: Array(part.rows),
                isFiltered: !query.isEmpty,
                older: part.next == nil
                    ? nil : part.rows.last.map { Self.address("/audit", query + [("before", String($0.number))]) },
                csv: Self.address("/v1/audit/export", Self.exported(query) + [("format", "csv")]),
                lines: Self.address("/v1/audit/export", Self.exported(query))
            )
            return .page("Audit", "audit", view)
        }
    }

    /// The names of whoever does something, by their ids.
    struct Names: Sendable {
        private let names: [String: String]

        init(agents: [SavedAgent], people: [Person] = [], tokens: [AdminToken] = []) {
            var names = [
                "server": "the server", "anonymous": "somebody signed out", "command_line": "the command line",
            ]
            for agent in agents { names[agent.id] = agent.settings.name }
            for person in people { names[person.id] = person.name }
            for token in tokens {
                names[token.id] = "\(token.name), a token of \(names[token.personID] ?? "somebody who was removed")"
            }
            self.names = names
        }

        subscript(id: String) -> String? { names[id] }
    }

    private static func form(_ agents: [SavedAgent]) -> Form {
        let kinds = AuditEntry.Kind.allCases.map { FormField.Choice(value: $0.rawValue, label: $0.words) }
        let agents = agents.map { FormField.Choice(value: $0.id, label: $0.settings.name) }
        func field(_ name: String, _ label: String, _ control: FormField.Control = .line) -> FormField {
            FormField(name: name, label: label, control: control, isRequired: false)
        }
        return Form([
            field("from", "From", .date), field("until", "To the end of", .date),
            field("kind", "What happened", .list([.init(value: "", label: "anything")] + kinds)),
            field("agent_id", "Agent", .list([.init(value: "", label: "any")] + agents)),
            field("action", "Action"), field("outcome", "Outcome"), field("record_id", "Record id"),
            field("call_id", "Call id"),
        ])
    }

    private static func filter(_ query: FormValues) -> AuditFilter {
        func text(_ name: String) -> String? { query.line(name).isEmpty ? nil : query.line(name) }
        return AuditFilter(
            from: text("from").flatMap { day($0, adding: 0) },
            until: text("until").flatMap { day($0, adding: 1) },
            kind: text("kind").flatMap(AuditEntry.Kind.init),
            agentID: text("agent_id"),
            callID: text("call_id"),
            action: text("action"),
            outcome: text("outcome"),
            recordID: text("record_id")
        )
    }

    /// The beginning of a day such as `2026-11-26`, in UTC; nil for anything else.
    private static func day(_ text: String, adding days: Int) -> Date? {
        Date(timestamp: "\(text)T00:00:00Z")?.addingTimeInterval(Double(days) * 86_400)
    }

    /// The filter as the export of the HTTP API takes it, which wants moments where the form has days.
    private static func exported(_ query: [(String, String)]) -> [(String, String)] {
        query.compactMap { name, value in
            guard name == "from" || name == "until" else { return (name, value) }
            return day(value, adding: name == "from" ? 0 : 1).map { (name, $0.timestamp) }
        }
    }

    private static func address(_ path: String, _ query: [(String, String)]) -> String {
        let items = query.map { "\($0.0)=\($0.1.percentEncoded)" }.joined(separator: "&")
        return items.isEmpty ? path : "\(path)?\(items)"
    }
}

extension AuditEntry.Kind {
    /// What people call it.
    var words: String {
        switch self {
        case .callOpened: "call opened"
        case .callEnded: "call ended"
        case .invocation: "action used"
        case .confirmation: "write confirmed"
        case .verification: "caller verified"
        case .write: "write looked after"
        case .connection: "connection changed"
        case .action: "action changed"
        case .agent: "agent changed"
        case .person: "people and access"
        case .forgetting: "data forgotten"
        case .server: "server"
        }
    }
}
