import Doors
import Platforms
import Workspace

/// What is left to do to take the first call.
struct FirstSteps: Sendable {
    /// One of the first steps.
    struct Step: Sendable {
        let title: String
        let text: String
        /// Where to do it.
        let path: String
        let isDone: Bool
        /// The actions it takes.
        var needs: [String] = []
        /// An agent that lacks some of them.
        var gap: Rehearsal.Gap?
    }

    let steps: [Step]

    var isReady: Bool { steps.allSatisfy(\.isDone) }

    init(
        _ connections: [SavedConnection],
        actions: Int,
        templates: Int,
        agents: [SavedAgent],
        hasCalls: Bool,
        rehearsal: Rehearsal,
        mayChange: Bool
    ) async throws {
        let connected = connections.filter { $0.state.status == .connected }
        let inner = rehearsal.innerOrg?.address()
        let isOnlyInner = !connected.isEmpty && connected.allSatisfy { $0.settings.logInHost.address == inner }
        let gap: Rehearsal.Gap? = if let agent = agents.first { try await rehearsal.gap(of: agent) } else { nil }
        steps = [
            Step(
                title: "Connect Salesforce",
                text: isOnlyInner
                    ? "The sandbox org inside this server is connected already, so that you can try everything. Connect "
                        + "your own whenever you like."
                    : inner == nil
                        ? "Sign in to your org and allow it."
                        : "Sign in to your org and allow it, or try everything with the sandbox org.",
                path: "/integrations",
                isDone: !connected.isEmpty
            ),
            Step(
                title: "Add actions",
                text: "Choose what agents may do from \(templates) templates, or write your own.",
                path: "/actions",
                isDone: actions > 0
            ),
            Step(
                title: "Make an agent",
                text: "Give it instructions and the actions it may use.",
                path: "/agents",
                isDone: agents.contains { !$0.settings.actions.isEmpty }
            ),
            Step(
                title: "Try a call",
                text: "Connect your voice agent, or rehearse in the browser, and watch.",
                path: mayChange && !agents.isEmpty ? "/calls/phone" : "/calls",
                isDone: hasCalls,
                needs: hasCalls ? [] : rehearsal.actions,
                gap: mayChange && !hasCalls ? gap : nil
            ),
        ]
    }
}
