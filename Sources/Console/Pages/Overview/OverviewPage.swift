import Actions
import Calls
import Doors
import Foundation
import Platforms
import Workspace

/// The first page: what is left to do to take the first call, and how everything stands.
struct OverviewPage: ConsolePage {
    let services: Services
    let rehearsal: Rehearsal

    var navigation: NavigationItem? { NavigationItem(title: "Overview", path: "/") }

    private struct Figure: Sendable {
        let label: String
        let value: String
        /// Where more is to be seen.
        let path: String
        /// What has to be looked after; nil when all is well.
        var warning: String?
    }

    private struct View: Sendable {
        let steps: [FirstSteps.Step]
        let isReady: Bool
        let figures: [Figure]
        let connections: [ConnectionView]
        /// The newest few; what is tried in the editor of actions is no call to anybody.
        let calls: [CallRow]
    }

    private static let mostCalls = 5
    private static let day: TimeInterval = 86_400

    var routes: [ConsoleRoute] {
        [
            .show("/") { visit in
                let connections = try await services.connections.list()
                let actions = try await services.library.actions().count
                let agents = try await services.roster.agents()
                // What happened a moment ago counts too.
                await services.calls.saveChanged()
                let calls = try await services.calls.calls(
                    matching: CallFilter(besidesChannel: ActionsPage.triedChannel),
                    limit: Self.mostCalls
                )
                let first = try await FirstSteps(
                    connections,
                    actions: actions,
                    templates: services.templates.definitions.count,
                    agents: agents,
                    hasCalls: !calls.isEmpty,
                    rehearsal: rehearsal,
                    mayChange: visit.mayChange
                )
                let names = try await services.callNames()
                let view = View(
                    steps: first.steps,
                    isReady: first.isReady,
                    figures: try await figures(connections, actions: actions, agents: agents.count),
                    connections: connections.map(ConnectionView.init),
                    calls: calls.map { CallRow($0, names: names) }
                )
                return .page("Overview", "overview", view)
            }
        ]
    }

    private func figures(_ connections: [SavedConnection], actions: Int, agents: Int) async throws -> [Figure] {
        let lost = connections.filter { $0.state.status.reason != nil }.map(\.settings.name)
        let writes = try await services.journal.counts()
        let unsettled = writes.filter { $0.key != .settled && $0.key != .abandoned }.values.reduce(0, +)
        let abandoned = writes[.abandoned] ?? 0
        let today = CallFilter(
            from: Date(timeIntervalSinceNow: -Self.day),
            besidesChannel: ActionsPage.triedChannel
        )
        return [
            Figure(
                label: "Calls in 24 hours",
                value: String(try await services.calls.count(matching: today)),
                path: "/calls"
            ),
            Figure(
                label: "Calls going on",
                value: String(
                    try await services.calls.count(
                        matching: CallFilter(isOpen: true, besidesChannel: ActionsPage.triedChannel)
                    )
                ),
                path: "/calls?open=true"
            ),
            Figure(
                label: "Writes not settled",
                value: String(unsettled),
                path: "/audit/writes?show=open"
            ),
            Figure(
                label: "Writes given up",
                value: String(abandoned),
                path: "/audit/writes",
                warning: abandoned == 0 ? nil : "for somebody to look at"
            ),
            Figure(
                label: "Orgs connected",
                value: String(connections.count { $0.state.status == .connected }),
                path: "/integrations",
                warning: lost.isEmpty ? nil : "sign in again: \(lost.joined(separator: ", "))"
            ),
            Figure(label: "Actions", value: String(actions), path: "/actions"),
            Figure(label: "Agents", value: String(agents), path: "/agents"),
        ]
    }
}
