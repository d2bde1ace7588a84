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
