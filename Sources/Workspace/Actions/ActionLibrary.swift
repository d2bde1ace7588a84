package import Actions
package import Foundation
package import Platforms

/// The actions of a workspace: from the catalogue, or of the company's own.
package struct ActionLibrary: Sendable {
    package let templates: Catalog
    private let workspace: SharedWorkspace
    private let connections: any ConnectionStore
    private let clock: @Sendable () -> Date

    package init(
        _ workspace: SharedWorkspace,
        connections: any ConnectionStore,
        templates: Catalog,
        clock: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.workspace = workspace
        self.connections = connections
        self.templates = templates
        self.clock = clock
    }

    // MARK: Reading

    /// All actions, in the order they were added.
    package func actions() async throws(WorkspaceError) -> [WorkspaceAction] { try await current().actions }

    package func action(_ id: SavedAction.ID) async throws(WorkspaceError) -> WorkspaceAction {
        guard let action = try await current().action(id) else { throw .unknownAction }
        return action
    }

    package func action(named name: String) async throws(WorkspaceError) -> WorkspaceAction {
        guard let action = try await current().action(named: name) else { throw .unknownAction }
        return action
    }

    /// The actions whose requests go to a connection; it should stay as long as there are any.
    package func actions(on connectionID: String) async throws(WorkspaceError) -> [WorkspaceAction] {
        try await current().actions.filter { $0.saved.connectionID == connectionID }
    }

    // MARK: Checking

    /// Compares a definition, which need not be kept yet, with what the org behind a connection has.
    ///
    /// - Returns: What the org would not take as it is meant; none of it keeps anybody from saving the definition.
    /// - Throws: A ``WorkspaceError`` when the definition makes no sense by itself, a `CRMError` when the org does not
    ///   answer.
    package func check(
        _ definition: ActionDefinition,
        on connectionID: String,
        against org: any OrgDescriber
    ) async throws -> [WorkspaceProblem] {
        let version = try await version(of: connectionID)
        let action: Action
        do throws(TemplateError) {
            action = try Action(compiling: definition, version: version)
        } catch {
            throw WorkspaceError.invalid([WorkspaceProblem(error)])
        }
        let names = try await current().actions.map(\.name)
        return try await ActionCheck.warnings(of: action, from: definition, on: org, besides: names)
    }

    private func current() async throws(WorkspaceError) -> WorkspaceSnapshot {
        do throws(StoreError) {
            return try await workspace.current()
        } catch {
            throw .store(error)
        }
    }

    // MARK: Changing

    /// Adds an action of the catalogue. One whose name is taken gets the next free number: `search_contact_2`.
    ///
    /// - Parameter name: A name of its own instead; then it must be free.
    package func add(
        template: String,
        on connectionID: String,
        as name: String? = nil
    ) async throws(WorkspaceError) -> WorkspaceAction {
        guard let name else { return try await add(templates: [template], on: connectionID)[0] }
        var definition = try definition(of: template)
        definition.name = name
        return try await add(definition, from: template, on: connectionID)
    }

    /// Adds actions of the catalogue as ``add(template:on:as:)`` does: all, or none where one can't be added.
    package func add(
        templates names: [String],
        on connectionID: String
    ) async throws(WorkspaceError) -> [WorkspaceAction] {
        var additions: [SavedAction] = []
        for name in names { additions.append(addition(try definition(of: name), from: name, on: connectionID)) }
        let version = try await version(of: connectionID)
        return try await workspace.change { [additions] contents throws(WorkspaceError) in
            var taken = Set(contents.actions.map(\.name))
            var actions: [WorkspaceAction] = []
            for var addition in additions {
                addition.definition.take(freeNameAmong: taken)
                taken.insert(addition.name)
                actions.append(try addition.checked(version: version))
                contents.actions.append(addition)
            }
            return actions
        }
    }

    /// Adds a company's own action.
    ///
    /// - Parameter template: The template that somebody has changed into it; nil for one from scratch.
    package func add(
        _ definition: ActionDefinition,
        from template: String? = nil,
        on connectionID: String
    ) async throws(WorkspaceError) -> WorkspaceAction {
        let addition = addition(definition, from: template, on: connectionID)
        let version = try await version(of: connectionID)
        return try await workspace.change { contents throws(WorkspaceError) in
            guard !contents.actions.contains(where: { $0.name == addition.name }) else {
                throw .nameTaken(addition.name)
            }
            let action = try addition.checked(version: version)
            contents.actions.append(addition)
            return action
        }
    }

    private func definition(of template: String) throws(WorkspaceError) -> ActionDefinition {
        guard let definition = templates.definitions.first(where: { $0.name == template }) else {
            let suggestion = Spelling.nearest(to: template, in: templates.definitions.map(\.name))
            throw .unknownTemplate(template, suggestion: suggestion)
        }
        return definition
    }

    private func addition(
        _ definition: ActionDefinition,
        from template: String?,
        on connectionID: String
    ) -> SavedAction {
        let now = clock()
        return SavedAction(
            id: RandomText.identifier("act"),
            connectionID: connectionID,
            definition: definition,
            template: template,
            createdAt: now,
            changedAt: now
        )
    }

    /// Puts another definition in place of an action's; agents that may use it use the new one from then on.
    ///
    /// - Parameters:
    ///   - connectionID: Where its requests go from then on; nil for where they go.
    ///   - revision: The revision the new definition was made from, if somebody else's change is not to be lost.
    package func replace(
        _ id: SavedAction.ID,
        with definition: ActionDefinition,
        on connectionID: String? = nil,
        revision: Int? = nil
    ) async throws(WorkspaceError) -> WorkspaceAction {
        var connectionID = connectionID
        if connectionID == nil { connectionID = try await action(id).saved.connectionID }
        guard let connectionID else { throw .unknownConnection }
        let version = try await version(of: connectionID)
        let now = clock()
        return try await workspace.change { contents throws(WorkspaceError) in
            guard let index = contents.actions.firstIndex(where: { $0.id == id }) else { throw .unknownAction }
            var saved = contents.actions[index]
            guard revision == nil || revision == saved.revision else { throw .conflict }
            guard !contents.actions.contains(where: { $0.id != id && $0.name == definition.name }) else {
                throw .nameTaken(definition.name)
            }
            saved.definition = definition
            saved.definition.group = saved.definition.group ?? contents.actions[index].definition.group
            saved.connectionID = connectionID
            if saved != contents.actions[index] {
                saved.revision += 1
                saved.changedAt = now
            }
            let action = try saved.checked(version: version)
            contents.actions[index] = saved
            return action
        }
    }

    /// Removes an action.
    ///
    /// - Parameters:
    ///   - takingFromAgents: Whether agents that may use it lose it; otherwise it is kept as long as there are any.
    ///   - revision: The revision that is meant, if an action somebody has changed is not to be removed.
    /// - Returns: The names of the agents that lost it.
    @discardableResult
    package func remove(
        _ id: SavedAction.ID,
        takingFromAgents: Bool = false,
        revision: Int? = nil
    ) async throws(WorkspaceError) -> [String] {
        let now = clock()
        return try await workspace.change { contents throws(WorkspaceError) in
            guard let index = contents.actions.firstIndex(where: { $0.id == id }) else { throw .unknownAction }
            guard revision == nil || revision == contents.actions[index].revision else { throw .conflict }
            let users = contents.agents(using: id)
            guard users.isEmpty || takingFromAgents else { throw .inUse(by: users) }
            contents.actions.remove(at: index)
            for index in contents.agents.indices {
                let count = contents.agents[index].settings.actions.count
                contents.agents[index].settings.actions.removeAll { $0.actionID == id }
                if contents.agents[index].settings.actions.count < count { contents.agents[index].touch(at: now) }
            }
            return users
        }
    }

    private func version(of connectionID: String) async throws(WorkspaceError) -> String {
        let connection: SavedConnection?
        do throws(StoreError) {
            connection = try await connections.connection(connectionID)
        } catch {
            throw .store(error)
        }
        guard let connection else { throw .unknownConnection }
        return connection.settings.apiVersion
    }
}
