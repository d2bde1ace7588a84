/// Why what is kept could not be read or written.
package enum StoreError: Error, Hashable, Sendable {
    /// The database can't be reached, or its disk is full: nothing was changed, and it is worth trying again.
    case unavailable(String)
    /// Someone else changed the same thing meanwhile.
    case conflict
    /// A name or key that must be unique is taken.
    case taken(String)
    /// What is kept can't be read: it was written by a newer version, or damaged.
    case unreadable(String)
}

extension StoreError {
    /// What went wrong, in a sentence.
    package var reason: String {
        switch self {
        case .unavailable(let reason), .unreadable(let reason): reason
        case .conflict: "Someone else changed it meanwhile."
        case .taken(let name): "\(name) is taken."
        }
    }
}
