import Doors
import Platforms
import Workspace

extension Services {
    /// The names of the agents, by their ids.
    func agentNames() async throws -> [String: String] {
        Dictionary(uniqueKeysWithValues: try await roster.agents().map { ($0.id, $0.settings.name) })
    }

    /// The names of the connected orgs, by the ids of their connections; none where there is but one, for it goes without
    /// saying which is meant.
    func orgNames() async throws -> [String: String] {
        let connections = try await connections.list()
        return connections.count < 2
            ? [:] : Dictionary(uniqueKeysWithValues: connections.map { ($0.id, $0.settings.name) })
    }

    /// The names of whoever can have a call, by their ids: agents, and people who try an action.
    func callNames() async throws -> [String: String] {
        let people = try await people.people().map { ($0.id, $0.name) }
        return try await agentNames().merging(people) { agent, _ in agent }
    }
}
