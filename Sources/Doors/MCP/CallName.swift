import HTTPTypes
import JSON

/// What a request says of the call it belongs to.
///
/// It comes from the headers or from `_meta`, which the program around the model writes and proves with the agent's
/// token; never from the arguments, which the model writes.
struct CallName: Sendable, Hashable {
    /// The client's own id of the conversation, or the id of a call that is open here already.
    var id: String?
    /// As the telephone network gave it.
    var callerPhone: String?
    /// How often the caller has spoken; nil where the client does not say.
    var turn: Int?

    init(headers: HTTPFields, meta: JSONObject?) throws(RPCError) {
        id = try Self.text("call_id", headers[.callID], meta, upTo: 200)
        callerPhone = try Self.text("caller_phone", headers[.callerPhone], meta, upTo: 50)
        turn = try Self.turn(headers[.callerTurn], meta)
    }

    private static func text(
        _ name: String,
        _ header: String?,
        _ meta: JSONObject?,
        upTo limit: Int
    ) throws(RPCError) -> String? {
        let given = meta?[metaKey(name)] ?? header.map(JSONValue.string)
        guard let given else { return nil }
        guard let text = given.string, text.utf8.count <= limit, !text.contains("\0") else {
            throw RPCError(.invalidParams, "\(metaKey(name)) is a text of at most \(limit) bytes.")
        }
        // Templates for headers leave an empty one where there is nothing to say.
        return text.isEmpty ? nil : text
    }

    private static func turn(_ header: String?, _ meta: JSONObject?) throws(RPCError) -> Int? {
        let given = meta?[metaKey("turn")] ?? header.flatMap { $0.isEmpty ? nil : .string($0) }
        guard let given else { return nil }
        guard let turn = given.integer ?? given.string.flatMap({ Int($0) }), (0...1_000_000).contains(turn) else {
            throw RPCError(.invalidParams, "\(metaKey("turn")) is how often the caller has spoken.")
        }
        return turn
    }

    private static func metaKey(_ name: String) -> String { "switchboard/\(name)" }
}
