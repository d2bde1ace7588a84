import Calls
import Doors
import Foundation
import HTTPTypes
import JSON
import Platforms
import Workspace

/// How whatever runs an agent gets in: its token, the secrets of platforms, and set-ups to copy.
extension AgentsPage {
    private struct ConnectView: Sendable {
        let path: String
        let name: String
        let tokenIssuedAt: MomentView?
        /// Shown once, just after it was made; nil otherwise.
        let token: String?
        let ways: [WayView]
    }

    /// A way in with how its secret stands.
    private struct WayView: Sendable {
        let way: WayIn
        let isOpen: Bool
        let channel: ChannelView?
    }

    private struct ChannelView: Sendable {
        let path: String
        let name: String
        let hint: String
        let setAt: MomentView?
        /// One that was just made up; it is shown this once.
        let secret: String?
        let error: String?
    }

    /// What came of a secret that was just sent.
    private struct Sent {
        let channel: Channel
        var secret: String?
        var error: String?
    }

    var tokens: [ConsoleRoute] {
        [
            .show("/agents/{agent_id}/connect") { visit in try await connecting(visit) },
            .take("/agents/{agent_id}/token", recordedAs: .agent, "issueAgentToken") { visit in
                let token = try await services.roster.issueToken(for: visit.parameter("agent_id"))
                return try await connecting(visit, token: token)
            },
            .take("/agents/{agent_id}/token/revoke", recordedAs: .agent, "revokeAgentToken") { visit in
                let agent = try await services.roster.savedAgent(visit.parameter("agent_id"))
                try await services.roster.revokeToken(of: agent.id)
                return .redirect(to: "/agents/\(agent.id)", saying: "The token is worth nothing any more.")
            },
            .take("/agents/{agent_id}/channels/{channel}", recordedAs: .agent, "setChannel") { visit in
                let channel = try visit.channel
                let typed = visit.form.line("secret")
                let secret = typed.isEmpty ? RandomText.hexadecimal(bytes: 20) : typed
                if let fault = Schema.text(.channelSecret).faults(in: .string(secret)).first {
                    var answer = try await connecting(visit, sent: Sent(channel: channel, error: fault.detail))
                    answer.status = .unprocessableContent
                    answer.refusal = "invalid_secret"
                    return answer
                }
                _ = try await services.channels.set(Secret(secret), for: visit.parameter("agent_id"), channel)
                return try await connecting(
                    visit,
                    sent: Sent(channel: channel, secret: typed.isEmpty ? secret : nil)
                )
            },
            .take("/agents/{agent_id}/channels/{channel}/remove", recordedAs: .agent, "removeChannel") { visit in
                let id = visit.parameter("agent_id")
                try await services.channels.remove(of: id, try visit.channel)
                return .redirect(
                    to: "/agents/\(id)/connect",
                    saying: "The secret is removed. What the platform sends is refused from now on."
                )
            },
        ]
    }

    private func connecting(_ visit: Visit, token: Secret? = nil, sent: Sent? = nil) async throws -> ConsoleAnswer {
        let agent = try await services.roster.savedAgent(visit.parameter("agent_id"))
        let times = try await services.channels.setTimes(of: agent.id)
        let path = "/agents/\(agent.id)"
        let ways = WayIn.all(origin: visit.origin, agentID: agent.id, token: token?.text ?? "swb_agent_…")
        let view = ConnectView(
            path: path,
            name: agent.settings.name,
            tokenIssuedAt: agent.token.map { MomentView($0.issuedAt) },
            token: token?.text,
            ways: ways.map { way in
                let isSent = sent != nil && way.proof?.channel == sent?.channel
                return WayView(
                    way: way,
                    isOpen: isSent,
                    channel: way.proof.map { proof in
                        ChannelView(
                            path: "\(path)/channels/\(proof.channel.rawValue)",
                            name: proof.channel.rawValue,
                            hint: proof.hint,
                            setAt: times[proof.channel].map(MomentView.init),
                            secret: isSent ? sent?.secret : nil,
                            error: isSent ? sent?.error : nil
                        )
                    }
                )
            }
        )
        return .page("Connect \(agent.settings.name)", "agent-connect", view)
    }
}

extension Visit {
    fileprivate var channel: Channel {
        get throws(ProblemDetails) {
            guard let channel = Channel(rawValue: parameter("channel")) else {
                throw ProblemDetails(.notFound, "no_such_channel", "There is no such channel.")
            }
            return channel
        }
    }
}
