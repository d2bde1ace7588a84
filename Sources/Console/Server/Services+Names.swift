import Doors
import Workspace

extension Services {
    /// The names of the agents, by their ids.
    func agentNames() async throws -> [String: String] {
        Dictionary(uniqueKeysWithValues: try await roster.agents().map { ($0.id, $0.settings.name) })
    }
}
