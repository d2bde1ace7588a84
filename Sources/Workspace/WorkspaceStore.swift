package import Platforms

/// Keeps the actions and agents of a workspace.
package protocol WorkspaceStore: Sendable {
    /// Whether other processes work on the same workspace.
    var isShared: Bool { get }

    /// The revision of what is kept; it goes up with every change.
    func revision() async throws(StoreError) -> Int

    func contents() async throws(StoreError) -> WorkspaceContents

    /// Makes a change to the workspace of a revision, whole or not at all, and gives the new revision.
    ///
    /// Fails with ``StoreError/conflict`` when something else was changed since, and with ``StoreError/taken(_:)`` when
    /// two actions or two agents would have one name.
    func apply(_ change: WorkspaceChange, to revision: Int) async throws(StoreError) -> Int
}
