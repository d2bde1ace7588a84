import Calls
import JSON
import Platforms
import Workspace

/// One request with all that is known of who sent it.
struct Exchange: Sendable {
    let agent: Agent
    let revision: MCPRevision
    let call: CallName
    /// Nil where each request stands for itself, and for clients that don't keep theirs.
    let session: MCPSession?
    /// Whether the client can put a question to a person.
    let asks: Bool
    /// Whether the answer can be a stream of messages.
    let takesStream: Bool
}

/// How a request is answered.
enum MCPAnswer: Sendable {
    case result(JSONObject)
    /// One or more messages, the last of which carries the result.
    case stream(@Sendable @concurrent (inout EventStream) async throws -> Void)
}

/// What a client can do, as far as it matters here.
struct ClientCapabilities {
    /// Whether it shows a form to a person. Without a word on its kinds, elicitation means forms.
    let asks: Bool

    init(_ json: JSONValue?) {
        guard let kinds = json?["elicitation"]?.object else {
            asks = false
            return
        }
        asks = kinds.isEmpty || kinds["form"] != nil
    }
}

extension CallDirectory {
    /// A call by the id it has here, or by the one its client has for it; nil when there is none.
    func find(_ id: String, for agent: Agent) async throws(StoreError) -> Call? {
        if id.hasPrefix("call_"), let call = try await call(id, for: agent) { return call }
        return try await call(externalID: id, for: agent)
    }

    /// The call of a name, which is opened when it is the first time; a new one without a name.
    func open(_ id: String?, for exchange: Exchange) async throws(StoreError) -> Call {
        if let id, let known = try await find(id, for: exchange.agent) { return known }
        let call = try await open(
            exchange.agent,
            callerPhone: exchange.call.callerPhone,
            channel: "mcp",
            reportsTurns: exchange.call.turn != nil,
            externalID: id
        )
        if await call.invocations.isEmpty { await call.open() }
        return call
    }
}
