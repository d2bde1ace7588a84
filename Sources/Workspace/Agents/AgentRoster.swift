package import Foundation
package import Platforms

/// The agents of a workspace, and the tokens they speak with.
package struct AgentRoster: Sendable {
    private let workspace: SharedWorkspace
    private let clock: @Sendable () -> Date

    package init(_ workspace: SharedWorkspace, clock: @escaping @Sendable () -> Date = { Date() }) {
        self.workspace = workspace
        self.clock = clock
    }

    // MARK: Using

    /// An agent ready to take calls; nil when there is none.
    package func agent(_ id: Agent.ID) async throws(WorkspaceError) -> Agent? { try await current().agents[id] }

    /// An agent with the revision of the workspace it is from: nothing about it changes before that does.
    package func edition(of id: Agent.ID) async throws(WorkspaceError) -> (agent: Agent, revision: Int)? {
        let snapshot = try await current()
        return snapshot.agents[id].map { ($0, snapshot.contents.revision) }
    }

    /// The agent a token belongs to; nil for a token nobody has.
    package func agent(token: Secret) async throws(WorkspaceError) -> Agent? {
        guard Tokens.kind(of: token.text) == .agent else { return nil }
        let digest = Tokens.digest(of: token)
        let snapshot = try await current()
        if let id = snapshot.agentIDs[digest] { return snapshot.agents[id] }
        // Another node may have handed it out a moment ago.
        let newest = try await reading { () async throws(StoreError) in try await workspace.newest() }
        return newest.agentIDs[digest].flatMap { newest.agents[$0] }
    }

    // MARK: Reading

    /// All agents, in the order they were added.
    package func agents() async throws(WorkspaceError) -> [SavedAgent] { try await current().contents.agents }

    package func savedAgent(_ id: Agent.ID) async throws(WorkspaceError) -> SavedAgent {
        guard let agent = try await current().contents.agents.first(where: { $0.id == id }) else { throw .unknownAgent }
        return agent
    }

    private func current() async throws(WorkspaceError) -> WorkspaceSnapshot {
        try await reading { () async throws(StoreError) in try await workspace.current() }
    }

    private func reading(
        _ read: () async throws(StoreError) -> WorkspaceSnapshot
    ) async throws(WorkspaceError) -> WorkspaceSnapshot {
        do throws(StoreError) {
            return try await read()
        } catch {
            throw .store(error)
        }
    }

    // MARK: Changing

    package func add(_ settings: AgentSettings) async throws(WorkspaceError) -> SavedAgent {
        let now = clock()
        let agent = SavedAgent(id: RandomText.identifier("agt"), settings: settings, createdAt: now, changedAt: now)
        return try await workspace.change { contents throws(WorkspaceError) in
            try contents.check(settings, of: agent.id)
            contents.agents.append(agent)
            return agent
        }
    }

    /// Puts other settings in place of an agent's.
    ///
    /// - Parameter revision: The revision the settings were made from, if somebody else's change is not to be lost.
    package func replace(
        _ id: Agent.ID,
        with settings: AgentSettings,
        revision: Int? = nil
    ) async throws(WorkspaceError) -> SavedAgent {
        try await change(id, revision: revision) { $0.settings = settings }
    }

    package func remove(_ id: Agent.ID, revision: Int? = nil) async throws(WorkspaceError) {
        try await workspace.change { contents throws(WorkspaceError) in
            guard let agent = contents.agents.first(where: { $0.id == id }) else { throw .unknownAgent }
            guard revision == nil || revision == agent.revision else { throw .conflict }
            contents.agents.removeAll { $0.id == id }
        }
    }

    /// Lets an agent use an action, or changes what it needs for that.
    package func enable(_ action: AgentAction, for id: Agent.ID) async throws(WorkspaceError) -> SavedAgent {
        try await change(id) { agent in
            if let index = agent.settings.actions.firstIndex(where: { $0.actionID == action.actionID }) {
                agent.settings.actions[index] = action
            } else {
                agent.settings.actions.append(action)
            }
        }
    }

    package func disable(_ actionID: SavedAction.ID, for id: Agent.ID) async throws(WorkspaceError) -> SavedAgent {
        try await change(id) { agent in agent.settings.actions.removeAll { $0.actionID == actionID } }
    }

    /// Gives an agent a new token. The one before is worth nothing from then on, and this one is never shown again.
    package func issueToken(for id: Agent.ID) async throws(WorkspaceError) -> Secret {
        let token = Tokens.new(.agent)
        let kept = KeptToken(digest: Tokens.digest(of: token), issuedAt: clock())
        _ = try await change(id) { $0.token = kept }
        return token
    }

    package func revokeToken(of id: Agent.ID) async throws(WorkspaceError) {
        _ = try await change(id) { $0.token = nil }
    }

    private func change(
        _ id: Agent.ID,
        revision: Int? = nil,
        _ body: @escaping @Sendable (inout SavedAgent) -> Void
    ) async throws(WorkspaceError) -> SavedAgent {
        let now = clock()
        return try await workspace.change { contents throws(WorkspaceError) in
            guard let index = contents.agents.firstIndex(where: { $0.id == id }) else { throw .unknownAgent }
            var agent = contents.agents[index]
            guard revision == nil || revision == agent.revision else { throw .conflict }
            body(&agent)
            guard agent != contents.agents[index] else { return agent }
            try contents.check(agent.settings, of: id)
            agent.touch(at: now)
            contents.agents[index] = agent
            return agent
        }
    }
}

extension SavedAgent {
    /// Notes that it was changed.
    mutating func touch(at time: Date) {
        revision += 1
        changedAt = time
    }
}

extension WorkspaceContents {
    /// Refuses settings that make no sense here.
    func check(_ settings: AgentSettings, of id: Agent.ID) throws(WorkspaceError) {
        var problems = settings.problems()
        for (index, enabled) in settings.actions.enumerated()
        where !actions.contains(where: { $0.id == enabled.actionID }) {
            problems.append(
                WorkspaceProblem(member: "actions[\(index)].action", "There is no action `\(enabled.actionID)`.")
            )
        }
        guard problems.isEmpty else { throw .invalid(problems) }
        let key = SavedAgent.nameKey(settings.name)
        guard !agents.contains(where: { $0.id != id && SavedAgent.nameKey($0.settings.name) == key }) else {
            throw .nameTaken(settings.name)
        }
    }
}

extension SavedAgent {
    /// The name as it must be unique.
    package static func nameKey(_ name: String) -> String { name.lowercased() }
}
