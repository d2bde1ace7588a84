import Calls
import Doors
import Platforms
import Workspace

/// How whatever runs an agent gets in: its token, and set-ups to copy.
extension AgentsPage {
    private struct ConnectView: Sendable {
        let path: String
        let name: String
        let tokenIssuedAt: MomentView?
        /// Shown once, just after it was made; nil otherwise.
        let token: String?
        let ways: [WayIn]
    }

    var tokens: [ConsoleRoute] {
        [
            .show("/agents/{agent_id}/connect") { visit in
                let agent = try await services.roster.savedAgent(visit.parameter("agent_id"))
                return Self.connecting(agent, token: nil, visit)
            },
            .take("/agents/{agent_id}/token", recordedAs: .agent, "issueAgentToken") { visit in
                let token = try await services.roster.issueToken(for: visit.parameter("agent_id"))
                let agent = try await services.roster.savedAgent(visit.parameter("agent_id"))
                return Self.connecting(agent, token: token, visit)
            },
            .take("/agents/{agent_id}/token/revoke", recordedAs: .agent, "revokeAgentToken") { visit in
                let agent = try await services.roster.savedAgent(visit.parameter("agent_id"))
                try await services.roster.revokeToken(of: agent.id)
                return .redirect(to: "/agents/\(agent.id)", saying: "The token is worth nothing any more.")
            },
        ]
    }

    private static func connecting(_ agent: SavedAgent, token: Secret?, _ visit: Visit) -> ConsoleAnswer {
        let view = ConnectView(
            path: "/agents/\(agent.id)",
            name: agent.settings.name,
            tokenIssuedAt: agent.token.map { MomentView($0.issuedAt) },
            token: token?.text,
            ways: WayIn.all(origin: visit.origin, agentID: agent.id, token: token?.text ?? "swb_agent_…")
        )
        return .page("Connect \(agent.settings.name)", "agent-connect", view)
    }
}
