package import FoundationEssentials

/// A sign-in that has begun: somebody was sent to the org with a state and has not come back with it yet.
package struct PendingAuthorization: Hashable, Sendable {
    /// The SHA-256 digest of the state, in hexadecimal, and of the session it was begun in, if any. The state itself only
    /// the browser has.
    package var stateDigest: String
    package var connectionID: SavedConnection.ID
    /// What proves that who redeems the code is who asked for it (PKCE).
    package var verifier: SealedSecret
    package var redirect: String
    package var expiresAt: Date

    package init(
        stateDigest: String,
        connectionID: SavedConnection.ID,
        verifier: SealedSecret,
        redirect: String,
        expiresAt: Date
    ) {
        self.stateDigest = stateDigest
        self.connectionID = connectionID
        self.verifier = verifier
        self.redirect = redirect
        self.expiresAt = expiresAt
    }
}
