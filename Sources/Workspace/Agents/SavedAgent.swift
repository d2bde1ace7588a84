package import Foundation

/// An agent of the workspace, as it is kept.
package struct SavedAgent: Hashable, Sendable, Identifiable {
    package var id: String
    package var settings: AgentSettings
    /// Nil for an agent that nobody can speak as.
    package var token: KeptToken?
    package var createdAt: Date
    package var changedAt: Date
    /// Goes up with every change of it.
    package var revision: Int

    package init(
        id: String,
        settings: AgentSettings,
        token: KeptToken? = nil,
        createdAt: Date,
        changedAt: Date,
        revision: Int = 1
    ) {
        self.id = id
        self.settings = settings
        self.token = token
        self.createdAt = createdAt
        self.changedAt = changedAt
        self.revision = revision
    }
}

/// What is kept of a token: enough to know it again, not enough to use it.
package struct KeptToken: Hashable, Sendable {
    /// Its SHA-256 in hexadecimal.
    package var digest: String
    package var issuedAt: Date

    package init(digest: String, issuedAt: Date) {
        self.digest = digest
        self.issuedAt = issuedAt
    }
}
