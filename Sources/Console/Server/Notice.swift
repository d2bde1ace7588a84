/// What a page says first, of what was sent from the one before it.
struct Notice: Hashable, Sendable {
    var text: String
    /// Whether it says why nothing was done.
    var isRefusal = false
}
