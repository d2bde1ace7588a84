import Calls
import Doors
import Foundation
import HTTPTypes
import Workspace

/// The calls, while they go on and afterwards.
struct CallsPage: ConsolePage {
    let services: Services

    var navigation: NavigationItem? { NavigationItem(title: "Calls", path: "/calls") }

    var routes: [ConsoleRoute] { [list, listEvents, detail, detailEvents, end] }

    // MARK: All of them

    private static let pageLength = 50

    private struct ListView: Sendable {
        let form: Form
        /// Where the list comes from again when it has changed; nil for the pages after the first.
        let events: String?
        let calls: [CallRow]
        /// The address of the page itself.
        let address: String
        /// The address of the next page; nil on the last.
        let older: String?
    }

    private static func form(_ agents: [String: String]) -> Form {
        let names = agents.sorted { $0.value < $1.value }.map { FormField.Choice(value: $0.key, label: $0.value) }
        return Form([
            FormField(
                name: "agent_id",
                label: "Agent",
                control: .list([.init(value: "", label: "All agents")] + names)
            ),
            FormField(
                name: "open",
                label: "State",
                control: .list([
                    .init(value: "", label: "Open and ended"), .init(value: "true", label: "Open"),
                    .init(value: "false", label: "Ended"),
                ])
            ),
        ])
    }

    private var list: ConsoleRoute {
        .show("/calls") { visit in .page("Calls", "calls", try await listView(visit.query)) }
    }

    private var listEvents: ConsoleRoute {
        .show("/calls/events") { visit in
            .live(
                LiveFragment(
                    template: "call-list",
                    changes: { services.calls.changes() },
                    look: { .init(view: try await listView(visit.query)) }
                )
            )
        }
    }

    private func listView(_ query: FormValues) async throws -> ListView {
        let agents = try await services.agentNames()
        let agentID = query.line("agent_id")
        let filter = CallFilter(
            agentID: agentID.isEmpty ? nil : agentID,
            isOpen: ["true": true, "false": false][query.line("open")]
        )
        let cursor = TimeCursor(query.line("after"))
        // What happened a moment ago counts too.
        await services.calls.saveChanged()
        let found = try await services.calls.calls(matching: filter, after: cursor, limit: Self.pageLength + 1)
        let shown = found.prefix(Self.pageLength)
        let terms = [("agent_id", agentID), ("open", query.line("open"))]
        let last = found.count > shown.count ? shown.last.map { TimeCursor(at: $0.openedAt, id: $0.id) } : nil
        return ListView(
            form: Self.form(agents).filled(from: query),
            events: cursor == nil ? .address("/calls/events", terms) : nil,
            calls: try await rows(shown),
            address: .address("/calls", terms),
            older: last.map { .address("/calls", terms + [("after", $0.text)]) }
        )
    }

    private func rows(_ calls: ArraySlice<SavedCall>) async throws -> [CallRow] {
        let names = try await services.callNames()
        return calls.map { CallRow($0, names: names) }
    }

    // MARK: One of them

    private struct DetailView: Sendable {
        let call: CallRow
        let channel: String
        let callerPhone: String?
        let contactID: String?
        let contactPath: String?
        let endedAt: MomentView?
        let timeline: [TimelineEntry]
        /// How much comes before what is shown, and where to see it.
        let left: Int
        let earlierPath: String
        /// Where the newest is; nil when it is shown.
        let newestPath: String?
        let auditPath: String
        let events: String?
    }

    private var detail: ConsoleRoute {
        .show("/calls/{call_id}") { visit in
            let view = try await detailView(visit)
            return .page("Call from \(view.call.caller)", "call", view)
        }
    }

    private var detailEvents: ConsoleRoute {
        .show("/calls/{call_id}/events") { visit in
            let id = visit.parameter("call_id")
            // Whoever asks for a call that is none learns it now, and not as the stream begins.
            _ = try await saved(id)
            return .live(
                LiveFragment(
                    template: "call-now",
                    changes: { services.calls.changes(of: id) },
                    look: {
                        let view = try await detailView(visit)
                        return .init(view: view, isLast: !view.call.isOpen)
                    }
                )
            )
        }
    }

    private func saved(_ id: String) async throws -> SavedCall {
        guard let call = try await services.calls.savedCall(id) else {
            throw ProblemDetails(.notFound, "no_such_call", "")
        }
        return call
    }

    private func detailView(_ visit: Visit) async throws -> DetailView {
        let call = try await saved(visit.parameter("call_id"))
        let path = "/calls/\(call.id)"
        let timeline = TimelineEntry.timeline(of: call, try await services.calls.invocations(of: call.id))
        let part = ListPart(of: timeline, until: visit.query["until"], weighing: \.weight)
        let isNewest = part.rows.endIndex == timeline.count
        return DetailView(
            call: CallRow(call, names: try await services.callNames()),
            channel: call.channel,
            callerPhone: call.callerPhone,
            contactID: call.contactID,
            contactPath: call.contactID.map { .address("/audit", [("record_id", $0)]) },
            endedAt: call.endedAt.map(MomentView.init),
            timeline: Array(part.rows),
            left: part.rows.startIndex,
            earlierPath: "\(path)?until=\(part.rows.startIndex)",
            newestPath: isNewest ? nil : path,
            auditPath: .address("/audit", [("call_id", call.id)]),
            events: call.endedAt == nil && isNewest ? "\(path)/events" : nil
        )
    }

    private var end: ConsoleRoute {
        .act("/calls/{call_id}/end") { visit in
            let id = visit.parameter("call_id")
            guard try await services.calls.end(id, by: visit.principal?.person.id) else {
                throw ProblemDetails(.notFound, "no_such_call", "")
            }
            return .redirect(to: "/calls/\(id)", saying: "The call has ended: nothing more can be done in it.")
        }
    }
}
