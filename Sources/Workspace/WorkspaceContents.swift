/// The actions and agents of a workspace, as they are kept.
package struct WorkspaceContents: Sendable {
    /// Goes up with every change of any of them.
    package var revision: Int
    /// In the order they were added.
    package var actions: [SavedAction]
    /// In the order they were added.
    package var agents: [SavedAgent]

    package init(revision: Int = 0, actions: [SavedAction] = [], agents: [SavedAgent] = []) {
        self.revision = revision
        self.actions = actions
        self.agents = agents
    }

    /// The names of the agents that may use an action.
    package func agents(using actionID: SavedAction.ID) -> [String] {
        agents.filter { $0.settings.actions.contains { $0.actionID == actionID } }.map(\.settings.name)
    }
}

/// What is to be kept differently, all of it or nothing.
package struct WorkspaceChange: Sendable {
    /// Added, or put in place of those with the same ids.
    package var savedActions: [SavedAction]
    package var savedAgents: [SavedAgent]
    package var removedActions: [SavedAction.ID]
    package var removedAgents: [SavedAgent.ID]

    package var isEmpty: Bool {
        savedActions.isEmpty && savedAgents.isEmpty && removedActions.isEmpty && removedAgents.isEmpty
    }

    /// What makes one state of the workspace out of another.
    package init(from old: WorkspaceContents, to new: WorkspaceContents) {
        let oldActions = Dictionary(uniqueKeysWithValues: old.actions.map { ($0.id, $0) })
        let oldAgents = Dictionary(uniqueKeysWithValues: old.agents.map { ($0.id, $0) })
        savedActions = new.actions.filter { oldActions[$0.id] != $0 }
        savedAgents = new.agents.filter { oldAgents[$0.id] != $0 }
        let newActions = Set(new.actions.map(\.id))
        let newAgents = Set(new.agents.map(\.id))
        removedActions = old.actions.map(\.id).filter { !newActions.contains($0) }
        removedAgents = old.agents.map(\.id).filter { !newAgents.contains($0) }
    }
}
