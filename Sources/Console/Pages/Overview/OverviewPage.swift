import Actions
import Calls
import Doors
import Platforms
import Workspace

/// The first page: what is left to do to take the first call, and how everything stands.
struct OverviewPage: ConsolePage {
    let services: Services
    /// The other places there are.
    let places: Set<String>

    var navigation: NavigationItem? { NavigationItem(title: "Overview", path: "/") }

    /// One of the first steps.
    private struct Step: Sendable {
        let title: String
        let text: String
        /// Where to do it.
        let path: String?
        let isDone: Bool
    }

    private struct Figure: Sendable {
        let label: String
        let value: String
        /// What has to be looked after; nil when all is well.
        let warning: String?
    }

    private struct View: Sendable {
        let steps: [Step]
        let isReady: Bool
        let figures: [Figure]
    }

    var routes: [ConsoleRoute] {
        [
            .show("/") { _ in
                let connections = try await services.connections.list()
                let actions = try await services.library.actions()
                let agents = try await services.roster.agents()
                let hasCalls = try await !services.calls.calls(limit: 1).isEmpty
                let steps = [
                    Step(
                        title: "Connect Salesforce",
                        text: "Sign in to your org and allow it, or try everything with the sandbox org.",
                        path: place("/integrations"),
                        isDone: connections.contains { $0.state.status == .connected }
                    ),
                    Step(
                        title: "Add actions",
                        text:
                            "Choose what agents may do from \(services.templates.definitions.count) templates, or write your own.",
                        path: place("/actions"),
                        isDone: !actions.isEmpty
                    ),
                    Step(
                        title: "Make an agent",
                        text: "Give it instructions and the actions it may use.",
                        path: place("/agents"),
                        isDone: agents.contains { !$0.settings.actions.isEmpty }
                    ),
                    Step(
                        title: "Try a call",
                        text: "Connect your voice agent, or rehearse in the browser, and watch.",
                        path: place("/calls"),
                        isDone: hasCalls
                    ),
                ]
                let view = View(
                    steps: steps,
                    isReady: steps.allSatisfy(\.isDone),
                    figures: try await figures(connections, actions: actions.count, agents: agents.count)
                )
                return .page("Overview", "overview", view)
            }
        ]
    }

    private func place(_ path: String) -> String? { places.contains(path) ? path : nil }

    private func figures(
        _ connections: [SavedConnection],
        actions: Int,
        agents: Int
    ) async throws -> [Figure] {
        let lost = connections.filter { $0.state.status.reason != nil }.map(\.settings.name)
        let writes = try await services.journal.counts()
        let unsettled = writes.filter { $0.key != .settled && $0.key != .abandoned }.values.reduce(0, +)
        let abandoned = writes[.abandoned] ?? 0
        return [
            Figure(
                label: "Orgs connected",
                value: String(connections.count { $0.state.status == .connected }),
                warning: lost.isEmpty ? nil : "Sign in again: \(lost.joined(separator: ", "))"
            ),
            Figure(label: "Actions", value: String(actions), warning: nil),
            Figure(label: "Agents", value: String(agents), warning: nil),
            Figure(
                label: "Writes under way",
                value: String(unsettled),
                warning: abandoned == 0 ? nil : "\(abandoned) given up, for somebody to look at"
            ),
        ]
    }
}
