package import Actions

/// An action of the workspace, ready for use.
package struct WorkspaceAction: Sendable, Identifiable {
    package var saved: SavedAction
    /// Compiled for its connection; or why that no longer works, which only a newer version of Switchboard can cause.
    package var compiled: Result<Action, TemplateError>

    package var id: String { saved.id }
    package var name: String { saved.name }
    package var action: Action? { try? compiled.get() }
}
