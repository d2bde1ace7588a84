import Actions
import Agents
import JSON
import Synchronization
import Workspace

/// The tools of each agent as MCP describes them, made again only when the workspace has changed.
final class ToolList: Sendable {
    private struct Edition {
        let revision: Int
        let tools: JSONValue
    }

    private let roster: AgentRoster
    private let editions = Mutex<[Agent.ID: Edition]>([:])

    init(_ roster: AgentRoster) { self.roster = roster }

    /// The agent's actions and the built-in tools it needs; nil when there is no such agent any more.
    func tools(of id: Agent.ID) async throws(WorkspaceError) -> JSONValue? {
        guard let (agent, revision) = try await roster.edition(of: id) else {
            editions.withLock { $0[id] = nil }
            return nil
        }
        if let known = editions.withLock({ $0[id] }), known.revision == revision { return known.tools }
        let tools = ToolSchema.list(agent.tools, .mcp)
        editions.withLock { $0[id] = Edition(revision: revision, tools: tools) }
        return tools
    }

    /// Tells a client each time the tools of an agent have changed, until there is no such agent or the server stops.
    @concurrent
    func watch(
        _ id: Agent.ID,
        _ stream: inout EventStream,
        _ notification: JSONValue
    ) async throws {
        var seen = try await tools(of: id)
        while try await stream.pause(.milliseconds(500)) {
            let tools: JSONValue?
            do throws(WorkspaceError) {
                tools = try await self.tools(of: id)
            } catch {
                // The database is away; what has changed meanwhile shows when it is back.
                continue
            }
            guard tools != nil else { return }
            if tools != seen { try await stream.send(notification) }
            seen = tools
        }
    }
}
