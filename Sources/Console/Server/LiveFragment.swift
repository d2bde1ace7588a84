/// A part of a page that is sent again whenever it shows something else.
struct LiveFragment: Sendable {
    /// What there is to see.
    struct Sight: Sendable {
        var view: any Sendable
        /// Whether nothing more can come.
        var isLast = false
    }

    /// The template of the part alone; the page itself has it as a partial.
    var template: String
    /// When to look again. It says so now and then, changed or not.
    var changes: @Sendable () -> AsyncStream<Void>
    var look: @Sendable () async throws -> Sight
}
