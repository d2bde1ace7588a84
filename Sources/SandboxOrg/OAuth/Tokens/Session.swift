import FoundationEssentials

/// A user who is logged in.
struct Session: Sendable {
    /// What an app was granted, and in whose name.
    struct Grant: Sendable {
        var clientId: String
        var secret: String?
        var userId: String
        /// Nil is everything, for log-ins that know no scopes.
        var scopes: [String]?
    }

    var grant: Grant
    /// The refresh token's family the session belongs to, which can end it.
    var family: Int?
    var began: Date
    var lastUsed: Date

    var userId: String { grant.userId }

    /// Whether it may be used for the REST API.
    var reachesAPI: Bool { grant.scopes.map { !$0.allSatisfy { !["api", "full", "web"].contains($0) } } ?? true }
}
