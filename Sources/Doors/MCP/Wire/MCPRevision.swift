/// A revision of the protocol, known by its date.
struct MCPRevision: Hashable, Sendable, Comparable {
    let date: String

    /// The one in which every request stands for itself.
    static let stateless = MCPRevision(date: "2026-07-28")
    /// Those that begin with `initialize`, from the oldest.
    static let handshakes = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"].map(MCPRevision.init)
    /// What is offered to a client that wants one nobody knows.
    static let offered = MCPRevision(date: "2025-11-25")
    /// What a client speaks that does not say.
    static let unstated = MCPRevision(date: "2025-03-26")
    /// The first in which a server can put a question to a person.
    static let firstToAsk = MCPRevision(date: "2025-06-18")

    var isStateless: Bool { self >= .stateless }
    /// Whether messages may come in arrays.
    var takesBatches: Bool { self == .unstated }

    static func < (one: MCPRevision, other: MCPRevision) -> Bool { one.date < other.date }
}
