import Actions
import Calls
import Doors
import Platforms
import Workspace

/// The orgs agents work in: connecting them, how they stand, and what hangs on them.
struct IntegrationsPage: ConsolePage {
    let services: Services
    let innerOrg: InnerOrg?
    let allowsPlainHTTP: Bool

    var navigation: NavigationItem? { NavigationItem(title: "Integrations", path: "/integrations") }

    var routes: [ConsoleRoute] {
        [list, sandbox] + connecting + [detail] + settings + [check, disconnectWarning, disconnect, remove]
    }

    // MARK: All of them

    private struct ListView: Sendable {
        let connections: [ConnectionView]
        /// Where the sandbox org inside listens; nil when there is none.
        let sandboxAddress: String?
        let isSandboxConnected: Bool
    }

    private var list: ConsoleRoute {
        .show("/integrations") { _ in
            let connections = try await services.connections.list()
            let address = innerOrg?.address()
            let view = ListView(
                connections: connections.map(ConnectionView.init),
                sandboxAddress: address,
                isSandboxConnected: connections.contains {
                    $0.settings.logInHost.address == address && $0.state.status == .connected
                }
            )
            return .page("Integrations", "integrations", view)
        }
    }

    private var sandbox: ConsoleRoute {
        .take("/integrations/sandbox", recordedAs: .connection, "createConnection") { _ in
            guard let innerOrg else {
                return .refusal(
                    at: "/integrations",
                    saying: "No sandbox org runs inside this server.",
                    code: "no_sandbox"
                )
            }
            let connection = try await innerOrg.connect()
            return .redirect(
                to: "/integrations/\(connection.id)",
                saying: "The sandbox org is connected. It is the demo company, and nothing in it is real."
            )
        }
    }

    // MARK: One of them

    private struct DetailView: Sendable {
        let connection: ConnectionView
        let actions: [String]
        let agents: [String]
    }

    private var detail: ConsoleRoute {
        .show("/integrations/{connection_id}") { visit in
            let connection = try await services.connections.connection(visit.parameter("connection_id"))
            let (actions, agents) = try await dependents(of: connection.id)
            let view = DetailView(
                connection: ConnectionView(connection),
                actions: actions,
                agents: agents
            )
            return .page(connection.settings.name, "integration", view)
        }
    }

    /// The names of the actions whose requests go through a connection, and of the agents that may use any of them.
    private func dependents(of id: SavedConnection.ID) async throws -> (actions: [String], agents: [String]) {
        let actions = try await services.library.actions(on: id)
        let ids = Set(actions.map(\.id))
        let agents = try await services.roster.agents().filter { agent in
            agent.settings.actions.contains { ids.contains($0.actionID) }
        }
        return (actions.map(\.name), agents.map(\.settings.name))
    }

    private var check: ConsoleRoute {
        .ask("/integrations/{connection_id}/check", for: .person(.owner)) { visit in
            let connection = try await services.connections.connection(visit.parameter("connection_id"))
            let path = "/integrations/\(connection.id)"
            let start = ContinuousClock.now
            do throws(CRMError) {
                let version = "v\(connection.settings.apiVersion)"
                _ = try await services.connections.send(
                    CRMRequest(.get, segments: ["services", "data", version, "limits"]),
                    through: connection.id,
                    deadline: start + .seconds(10)
                )
                let milliseconds = Int((start.duration(to: .now) / .milliseconds(1)).rounded(.up))
                return .redirect(to: path, saying: "The org answered in \(milliseconds) ms.")
            } catch {
                let why = error.detail ?? "It gives no reason."
                return .refusal(at: path, saying: "The org can't be used just now: \(why)", code: "unavailable")
            }
        }
    }

    // MARK: The end of one

    private var disconnectWarning: ConsoleRoute {
        .show("/integrations/{connection_id}/disconnect", for: .person(.owner)) { visit in
            let connection = try await services.connections.connection(visit.parameter("connection_id"))
            let (actions, agents) = try await dependents(of: connection.id)
            let view = DetailView(
                connection: ConnectionView(connection),
                actions: actions,
                agents: agents
            )
            return .page("Disconnect \(connection.settings.name)", "integration-disconnect", view)
        }
    }

    private var disconnect: ConsoleRoute {
        .take("/integrations/{connection_id}/disconnect", recordedAs: .connection, "disconnectConnection") { visit in
            let connection = try await services.connections.connection(visit.parameter("connection_id"))
            let isRevoked = try await services.connections.disconnect(connection.id)
            return .redirect(
                to: "/integrations/\(connection.id)",
                saying: isRevoked
                    ? "Disconnected. The org has ended the tokens."
                    : "Disconnected. The org could not be told: it ends the tokens in its own time, or you do in its set-up."
            )
        }
    }

    private var remove: ConsoleRoute {
        .take("/integrations/{connection_id}/remove", recordedAs: .connection, "removeConnection") { visit in
            let connection = try await services.connections.connection(visit.parameter("connection_id"))
            let (actions, _) = try await dependents(of: connection.id)
            guard actions.isEmpty else {
                return .refusal(
                    at: "/integrations/\(connection.id)",
                    saying: "Its actions have to go elsewhere or be removed first.",
                    code: "connection_in_use"
                )
            }
            try await services.connections.remove(connection.id)
            return .redirect(to: "/integrations", saying: "\(connection.settings.name) is removed.")
        }
    }
}
