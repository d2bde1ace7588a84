import FoundationEssentials

/// A user who is logged in.
struct Session: Sendable {
    var userId: String
    var lastUsed: Date
}
