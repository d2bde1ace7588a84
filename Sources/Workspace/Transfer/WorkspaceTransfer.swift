package import Foundation
package import Platforms

/// Writes a workspace to a file, and puts one from a file into this workspace.
package struct WorkspaceTransfer: Sendable {
    private let workspace: SharedWorkspace
    private let connections: any ConnectionStore
    private let clock: @Sendable () -> Date

    package init(
        _ workspace: SharedWorkspace,
        connections: any ConnectionStore,
        clock: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.workspace = workspace
        self.connections = connections
        self.clock = clock
    }

    /// All actions and agents as YAML. There are no secrets in it: no tokens, no passwords, and of connections only what
    /// they are called and where one signs in.
    package func exported() async throws(WorkspaceError) -> String {
        let (contents, known) = try await kept()
        let names = Dictionary(known.map { ($0.id, $0.settings.name) }) { first, _ in first }
        let actionNames = Dictionary(contents.actions.map { ($0.id, $0.name) }) { first, _ in first }
        var file = WorkspaceFile()
        let used = Set(contents.actions.map(\.connectionID))
        file.connections = known.filter { used.contains($0.id) }.map {
            ($0.settings.name, $0.settings.logInHost.name)
        }
        file.actions = contents.actions.map { action in
            WorkspaceFile.ActionEntry(
                connection: names[action.connectionID] ?? action.connectionID,
                template: action.template,
                definition: action.definition
            )
        }
        file.agents = contents.agents.map { agent in
            var settings = agent.settings
            for index in settings.actions.indices {
                let id = settings.actions[index].actionID
                settings.actions[index].actionID = actionNames[id] ?? id
            }
            return settings
        }
        return file.yaml
    }

    /// What importing a file would do. Nothing is changed.
    ///
    /// - Parameter standIns: The ids of the connections that stand for those of the file, by the names in the file; one
    ///   that is not named stands for that of its own name.
    /// - Throws: ``WorkspaceError/invalid(_:)`` with everything that is in the way.
    package func plan(
        _ text: String,
        standIns: [String: SavedConnection.ID] = [:]
    ) async throws(WorkspaceError) -> ImportPlan {
        let (contents, known) = try await kept()
        var copy = contents
        return try load(text, known, standIns).apply(to: &copy)
    }

    /// Imports a file, all of it or nothing. What is in the workspace and not in the file stays.
    package func importing(
        _ text: String,
        standIns: [String: SavedConnection.ID] = [:]
    ) async throws(WorkspaceError) -> ImportPlan {
        let (_, known) = try await kept()
        let load = try load(text, known, standIns)
        return try await workspace.change { contents throws(WorkspaceError) in try load.apply(to: &contents) }
    }

    private func load(
        _ text: String,
        _ known: [SavedConnection],
        _ standIns: [String: SavedConnection.ID]
    ) throws(WorkspaceError) -> WorkspaceImport {
        let file = try WorkspaceFile(parsing: text)
        var targets: [String: WorkspaceImport.Target] = [:]
        for name in Set(file.actions.map(\.connection)) {
            let target =
                if let id = standIns[name] {
                    known.first { $0.id == id }
                } else {
                    known.first { $0.settings.name.lowercased() == name.lowercased() }
                }
            targets[name] = target.map { .init(id: $0.id, apiVersion: $0.settings.apiVersion) }
        }
        return WorkspaceImport(file: file, targets: targets, now: clock())
    }

    private func kept() async throws(WorkspaceError) -> (WorkspaceContents, [SavedConnection]) {
        do throws(StoreError) {
            return (try await workspace.current().contents, try await connections.connections())
        } catch {
            throw .store(error)
        }
    }
}
