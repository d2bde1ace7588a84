import Calls
import Doors
import Platforms
import Workspace

/// The recorded conversation of the browser's phone, and what an agent needs for it.
struct Rehearsal: Sendable {
    /// An agent that may not do yet all that the conversation uses.
    struct Gap: Sendable {
        let agentID: String
        let name: String
        /// The actions it lacks.
        let actions: [String]
        /// The orgs it could use them in; empty where there is but one.
        let orgs: [AgentView.Option]
        /// Where a form lets it use them.
        let path: String
    }

    let services: Services
    let innerOrg: InnerOrg?
    /// What the conversation uses; empty where none is recorded.
    let actions: [String]

    init(_ models: [PhoneModel], services: Services, innerOrg: InnerOrg?) {
        self.services = services
        self.innerOrg = innerOrg
        actions = models.flatMap(\.actions)
    }

    static let path = "/agents/{agent_id}/rehearsal"

    /// Whether the org runs that knows the caller.
    var hasDemoCompany: Bool { innerOrg != nil }

    /// What an agent lacks; nil when it may use all of it in one org.
    func gap(of saved: SavedAgent) async throws -> Gap? { try await gaps(of: [saved], most: 1).first }

    /// What agents lack, of the first so many that lack anything.
    func gaps(of agents: [SavedAgent], most: Int) async throws -> [Gap] {
        guard !actions.isEmpty else { return [] }
        let connections = try await services.connections.list()
        var gaps: [Gap] = []
        for agent in agents where gaps.count < most {
            if let gap = try await gap(of: agent, among: connections) { gaps.append(gap) }
        }
        return gaps
    }

    private func gap(of saved: SavedAgent, among connections: [SavedConnection]) async throws -> Gap? {
        let agent = try await services.roster.agent(saved.id)
        func missing(in id: SavedConnection.ID?) -> [String] {
            actions.filter { name in
                guard let enabled = agent?.enabledAction(name) else { return true }
                return id != nil && enabled.connectionID != id
            }
        }
        guard !connections.contains(where: { missing(in: $0.id).isEmpty }) else { return nil }
        let preferred = preferred(among: connections)
        return Gap(
            agentID: saved.id,
            name: saved.settings.name,
            actions: missing(in: preferred?.id),
            orgs: connections.count < 2
                ? []
                : connections.map { .init(value: $0.id, title: $0.settings.name, isChosen: $0.id == preferred?.id) },
            path: Self.path.replacing("{agent_id}", with: saved.id)
        )
    }

    /// Lets an agent use what the conversation uses in one org, and adds the actions that are not there yet.
    ///
    /// - Parameter connectionID: Which org; empty for the one inside, or the only one.
    /// - Returns: The name of the org.
    func enable(for id: Agent.ID, on connectionID: SavedConnection.ID) async throws -> String {
        let connections = try await services.connections.list()
        let connection = try org(connectionID, among: connections)
        let known = try await services.library.actions()
        let elsewhere = known.first { actions.contains($0.name) && $0.saved.connectionID != connection.id }
        if let elsewhere {
            let other = connections.first { $0.id == elsewhere.saved.connectionID }?.settings.name ?? "another org"
            throw FormProblems(
                general: "The recorded conversation uses its actions by their names, and \(elsewhere.name) is one of "
                    + "\(other), not of \(connection.settings.name). Choose \(other), or give that action another name."
            )
        }
        let settings = try await services.roster.savedAgent(id).settings
        for name in actions {
            let action: WorkspaceAction
            if let there = known.first(where: { $0.name == name }) {
                action = there
            } else {
                action = try await services.library.add(template: name, on: connection.id)
            }
            guard !settings.uses(action.id) else { continue }
            _ = try await services.roster.enable(AgentAction(action.id), for: id)
        }
        guard let rest = try await self.gap(of: services.roster.savedAgent(id)) else { return connection.settings.name }
        throw FormProblems(
            general:
                "\(rest.name) still can't use \(rest.actions.joined(separator: ", ")). Their pages say what is wrong "
                + "with them."
        )
    }

    /// The org inside, for it is a call of somebody the demo company knows; else the only one.
    private func preferred(among connections: [SavedConnection]) -> SavedConnection? {
        connections.first { $0.settings.logInHost.address == innerOrg?.address() }
            ?? (connections.count == 1 ? connections.first : nil)
    }

    private func org(_ id: String, among connections: [SavedConnection]) throws(FormProblems) -> SavedConnection {
        if let chosen = connections.first(where: { $0.id == id }) ?? preferred(among: connections) { return chosen }
        throw FormProblems(general: connections.isEmpty ? "Connect an org first." : "Choose in which org.")
    }
}
