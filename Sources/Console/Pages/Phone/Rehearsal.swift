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

    /// What an agent lacks; nil when it lacks nothing.
    func gap(of saved: SavedAgent) async throws -> Gap? {
        let agent = try await services.roster.agent(saved.id)
        let missing = actions.filter { agent?.enabledAction($0) == nil }
        guard !missing.isEmpty else { return nil }
        return Gap(
            agentID: saved.id,
            name: saved.settings.name,
            actions: missing,
            path: Self.path.replacing("{agent_id}", with: saved.id)
        )
    }

    /// Lets an agent use what the conversation uses, and adds the actions that there are none of yet.
    func enable(for id: Agent.ID) async throws {
        guard let gap = try await gap(of: services.roster.savedAgent(id)) else { return }
        let known = try await services.library.actions()
        for name in gap.actions {
            let action: WorkspaceAction
            if let there = known.first(where: { $0.name == name }) {
                action = there
            } else {
                action = try await services.library.add(template: name, on: org())
            }
            let settings = try await services.roster.savedAgent(id).settings
            guard !settings.actions.contains(where: { $0.actionID == action.id }) else { continue }
            _ = try await services.roster.enable(AgentAction(action.id), for: id)
        }
        guard let rest = try await self.gap(of: services.roster.savedAgent(id)) else { return }
        throw FormProblems(
            general:
                "\(rest.name) still can't use \(rest.actions.joined(separator: ", ")). Their pages say what is wrong "
                + "with them."
        )
    }

    /// Where actions that are added for the conversation go.
    private func org() async throws -> SavedConnection.ID {
        let connections = try await services.connections.list()
        // It is a call of somebody the demo company knows.
        if let inner = connections.first(where: { $0.settings.logInHost.address == innerOrg?.address() }) {
            return inner.id
        }
        guard connections.count < 2 else {
            throw FormProblems(general: "There are several orgs: add these actions to one of them yourself.")
        }
        guard let only = connections.first else { throw FormProblems(general: "Connect an org first.") }
        return only.id
    }
}
