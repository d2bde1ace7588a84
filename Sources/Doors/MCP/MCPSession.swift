import JSON
import Platforms

/// What a client of an older revision and the server agreed on at `initialize`.
///
/// Its id, which the client sends along, is all there is of it.
struct MCPSession: Sendable {
    /// The external id of the call that the session is, for requests that name no other.
    let callID: String
    let revision: MCPRevision
    /// Whether the client can put a question to a person.
    let asks: Bool

    init(revision: MCPRevision, asks: Bool) {
        callID = RandomText.identifier("mcp")
        self.revision = revision
        self.asks = asks
    }

    init?(_ id: String, of agentID: String, _ seal: MCPSeal) {
        guard let value = seal.open(id, .session, for: agentID), let callID = value["call"]?.string,
            let date = value["revision"]?.string, let asks = value["asks"]?.boolean
        else { return nil }
        self.callID = callID
        revision = MCPRevision(date: date)
        self.asks = asks
    }

    func id(for agentID: String, _ seal: MCPSeal) throws(RPCError) -> String {
        try seal.seal(
            ["call": .string(callID), "revision": .string(revision.date), "asks": .boolean(asks)],
            .session,
            for: agentID
        )
    }
}
