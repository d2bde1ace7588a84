package import FoundationEssentials

/// The tokens of a connection as they are kept.
package struct SavedTokens: Hashable, Sendable {
    /// Counts the access tokens the connection has had.
    package var generation: Int
    package var accessToken: SealedSecret
    /// Nil for grants that need none: another access token is had the way the first one was.
    package var refreshToken: SealedSecret?
    package var obtainedAt: Date
    /// How long the access token is good for when nobody uses it, in seconds; nil when the org does not say.
    package var lifetime: Int?
    /// When the refresh token was given out to be sent; nil while it certainly has not been.
    ///
    /// An org that rotates its tokens takes one once. A token that was given out and never answered may have been taken.
    package var spentAt: Date?
    /// Who is renewing them at this moment.
    package var lease: String?

    package init(
        generation: Int,
        accessToken: SealedSecret,
        refreshToken: SealedSecret?,
        obtainedAt: Date,
        lifetime: Int? = nil,
        spentAt: Date? = nil,
        lease: String? = nil
    ) {
        self.generation = generation
        self.accessToken = accessToken
        self.refreshToken = refreshToken
        self.obtainedAt = obtainedAt
        self.lifetime = lifetime
        self.spentAt = spentAt
        self.lease = lease
    }
}

/// What came of asking to be the one who renews the tokens.
package enum RenewalClaim: Hashable, Sendable {
    /// Nobody else will, until the tokens are finished or given back.
    case granted(SavedTokens)
    /// Somebody else has: these are the tokens now.
    case renewed(SavedTokens)
    /// Somebody else is about to, under a lease.
    case held(lease: String)
    /// The refresh token was sent and no answer was kept.
    case lost
    /// There are no tokens.
    case gone
}
