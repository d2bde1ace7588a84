import HTTPTypes
import JSON

/// What a request says of the call it belongs to.
///
/// It comes from the headers or from `_meta`, which the program around the model writes and proves with the agent's
/// token; never from the arguments, which the model writes. Where the two contradict each other nobody can tell which of
/// them is out of date: neither is believed.
struct CallName: Sendable, Hashable {
    /// The client's own id of the conversation, or the id of a call that is open here already.
    var id: String?
    /// As the telephone network gave it.
    var callerPhone: String?
    /// How often the caller has spoken; nil where the client does not say.
    var turn: Int?

    init(headers: HTTPFields, meta: JSONObject?) throws(RPCError) {
        id = try Self.said("call_id", .callID, headers, meta) { (name, value) throws(RPCError) in
            try Self.text(name, value, upTo: 200)
        }
        callerPhone = try Self.said("caller_phone", .callerPhone, headers, meta) { (name, value) throws(RPCError) in
            try Self.text(name, value, upTo: 50)
        }
        turn = try Self.said("turn", .callerTurn, headers, meta, Self.turn)
    }

    /// What a header or a member of `_meta` says, which are one where there are both; nil where neither says anything.
    private static func said<Value: Equatable>(
        _ name: String,
        _ header: HTTPField.Name,
        _ headers: HTTPFields,
        _ meta: JSONObject?,
        _ read: (_ name: String, _ value: JSONValue) throws(RPCError) -> Value
    ) throws(RPCError) -> Value? {
        let key = "switchboard/\(name)"
        var said: [Value] = []
        // Templates leave an empty one where there is nothing to say.
        for given in [try value(of: header, in: headers), meta?[key]] {
            guard let given, given != "", given != .null else { continue }
            said.append(try read(key, given))
        }
        if said.count == 2, said[0] != said[1] {
            throw RPCError(
                .invalidParams,
                "\(header.rawName) and \(key) contradict each other. Send one of them, or the same in both."
            )
        }
        return said.first
    }

    /// What a header says; nil where it is not there.
    private static func value(of header: HTTPField.Name, in headers: HTTPFields) throws(RPCError) -> JSONValue? {
        let values = headers[values: header]
        guard let value = values.first else { return nil }
        guard values.count == 1 else {
            throw RPCError(.invalidParams, "\(header.rawName) is there more than once. Send it once.")
        }
        // The server has this in the place of bytes that are no UTF-8, so that different values would be the same.
        guard !value.unicodeScalars.contains("\u{FFFD}") else {
            throw RPCError(.invalidParams, "\(header.rawName) is not valid UTF-8.")
        }
        return .string(value)
    }

    private static func text(_ name: String, _ given: JSONValue, upTo limit: Int) throws(RPCError) -> String {
        guard let text = given.string, text.utf8.count <= limit, !text.contains("\0") else {
            throw RPCError(.invalidParams, "\(name) is a text of at most \(limit) bytes.")
        }
        return text
    }

    private static func turn(_ name: String, _ given: JSONValue) throws(RPCError) -> Int {
        guard let turn = given.integer ?? given.string.flatMap({ Int($0) }), (0...1_000_000).contains(turn) else {
            throw RPCError(.invalidParams, "\(name) is how often the caller has spoken.")
        }
        return turn
    }
}
