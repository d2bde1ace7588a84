/// Something that became of a connection, which whoever looks after it wants to know later.
package struct ConnectionEvent: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// Somebody has signed in, for the first time or again.
        case connected
        /// Only a person can sign in again.
        case needsReconnect(reason: String)
        /// The access could not be renewed for now. It is told once, and not again before it was.
        case renewalFailed(reason: String)
        /// The access is renewed after it could not be for a while.
        case renewed
    }

    package var connectionID: SavedConnection.ID
    package var kind: Kind

    package init(_ kind: Kind, of connectionID: SavedConnection.ID) {
        self.kind = kind
        self.connectionID = connectionID
    }
}
