package import FoundationEssentials

/// A connection as it is kept.
package struct SavedConnection: Hashable, Sendable, Identifiable {
    /// `con_9f86d081884c7d659a2feaa0c55ad015`
    package let id: String
    package var settings: ConnectionSettings
    package var clientSecret: SealedSecret?
    package var privateKey: SealedSecret?
    package var state: ConnectionState
    package var createdAt: Date
    /// When a person last changed the settings.
    package var changedAt: Date
    /// Counts the changes of the settings, from 1.
    package var revision: Int

    package init(
        id: String,
        settings: ConnectionSettings,
        clientSecret: SealedSecret? = nil,
        privateKey: SealedSecret? = nil,
        state: ConnectionState = ConnectionState(),
        createdAt: Date,
        changedAt: Date,
        revision: Int = 1
    ) {
        self.id = id
        self.settings = settings
        self.clientSecret = clientSecret
        self.privateKey = privateKey
        self.state = state
        self.createdAt = createdAt
        self.changedAt = changedAt
        self.revision = revision
    }
}

/// What belongs to a connection and is sealed for it alone.
enum ConnectionSecret: String {
    case clientSecret = "client-secret"
    case privateKey = "private-key"
    case accessToken = "access-token"
    case refreshToken = "refresh-token"

    /// The owner the vault seals it for.
    func owner(_ connectionID: SavedConnection.ID) -> String { "connection/\(connectionID)/\(rawValue)" }
}
