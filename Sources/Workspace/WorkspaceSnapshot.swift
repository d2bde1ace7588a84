import Actions

/// The workspace at one moment, compiled.
package struct WorkspaceSnapshot: Sendable {
    package let contents: WorkspaceContents
    /// In the order they were added.
    package let actions: [WorkspaceAction]
    /// By id.
    package let agents: [Agent.ID: Agent]
    /// The agents that have a token, by its digest.
    let agentIDs: [String: Agent.ID]
    /// The version of the API each connection speaks, by the connection's id.
    let versions: [String: String]

    package func action(_ id: SavedAction.ID) -> WorkspaceAction? { actions.first { $0.id == id } }
    package func action(named name: String) -> WorkspaceAction? { actions.first { $0.name == name } }
}

/// Compiles what is kept, each action once.
struct WorkspaceCompiler {
    private struct Key: Hashable {
        let id: SavedAction.ID
        let revision: Int
        let version: String
    }

    private var compiled: [Key: Result<Action, TemplateError>] = [:]

    mutating func snapshot(of contents: WorkspaceContents, versions: [String: String]) -> WorkspaceSnapshot {
        var known: [Key: Result<Action, TemplateError>] = [:]
        var actions: [SavedAction.ID: WorkspaceAction] = [:]
        var list: [WorkspaceAction] = []
        for saved in contents.actions {
            let version = versions[saved.connectionID] ?? TemplateCompiler.defaultVersion
            let key = Key(id: saved.id, revision: saved.revision, version: version)
            let result = compiled[key] ?? saved.compiled(version: version)
            known[key] = result
            let action = WorkspaceAction(saved: saved, compiled: result)
            actions[saved.id] = action
            list.append(action)
        }
        compiled = known
        var agents: [Agent.ID: Agent] = [:]
        var agentIDs: [String: Agent.ID] = [:]
        for saved in contents.agents {
            agents[saved.id] = Agent(saved, actions: actions)
            if let token = saved.token { agentIDs[token.digest] = saved.id }
        }
        return WorkspaceSnapshot(
            contents: contents,
            actions: list,
            agents: agents,
            agentIDs: agentIDs,
            versions: versions
        )
    }
}

extension SavedAction {
    func compiled(version: String) -> Result<Action, TemplateError> {
        Result { () throws(TemplateError) in try Action(compiling: definition, version: version) }
    }
}

extension Agent {
    /// The agent with those of its actions that can be used.
    init(_ saved: SavedAgent, actions: [SavedAction.ID: WorkspaceAction]) {
        self.init(
            id: saved.id,
            name: saved.settings.name,
            instructions: saved.settings.instructions,
            timeZone: saved.settings.timeZone,
            actions: saved.settings.actions.compactMap { enabled in
                guard let known = actions[enabled.actionID], let action = known.action else { return nil }
                return EnabledAction(
                    action,
                    on: known.saved.connectionID,
                    requiring: enabled.assurance,
                    isLimitedToCaller: enabled.isLimitedToCaller
                )
            },
            isReadOnly: saved.settings.isReadOnly,
            isLean: saved.settings.isLean,
            fieldAllowList: saved.settings.fieldAllowList,
            verification: saved.settings.verification
        )
    }
}
