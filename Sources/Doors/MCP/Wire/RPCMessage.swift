import JSON

/// One message of JSON-RPC 2.0, as MCP uses it.
enum RPCMessage: Sendable {
    case request(RPCRequest)
    case notification(method: String)
    /// The answer to what the server has asked; the result is nil when it is an error.
    case answer(id: JSONValue, result: JSONObject?)

    init(_ value: JSONValue) throws(RPCError) {
        guard let object = value.object, object["jsonrpc"]?.string == "2.0" else {
            throw RPCError(.invalidRequest, "The body must be one JSON-RPC 2.0 message.")
        }
        guard let method = object["method"] else {
            guard let id = Self.id(of: value), object["result"] != nil || object["error"] != nil else {
                throw RPCError(.invalidRequest, "A message has a method, or it answers a request.")
            }
            self = .answer(id: id, result: object["result"]?.object)
            return
        }
        guard let method = method.string else { throw RPCError(.invalidRequest, "A method is a text.") }
        guard object["id"] != nil else {
            self = .notification(method: method)
            return
        }
        guard let id = Self.id(of: value) else {
            throw RPCError(.invalidRequest, "The id of a request is a text or a whole number.")
        }
        guard let params = (object["params"] ?? [:]).object else {
            throw RPCError(.invalidParams, "The params of a request are an object.")
        }
        self = .request(RPCRequest(id: id, method: method, params: params))
    }

    /// The id of a message, as far as it can be read.
    static func id(of value: JSONValue) -> JSONValue? {
        switch value["id"] {
        case .string(let text)?: .string(text)
        case .number(let number)? where number.integer != nil: .number(number)
        default: nil
        }
    }

    // MARK: What the server sends

    static func result(_ result: JSONObject, to id: JSONValue) -> JSONValue {
        ["jsonrpc": "2.0", "id": id, "result": .object(result)]
    }

    /// - Parameter id: Nil when none could be read.
    static func error(_ error: RPCError, to id: JSONValue?) -> JSONValue {
        ["jsonrpc": "2.0", "id": id ?? .null, "error": error.json]
    }

    static func notification(_ method: String, _ params: JSONObject? = nil) -> JSONValue {
        var message: JSONObject = ["jsonrpc": "2.0", "method": .string(method)]
        message["params"] = params.map(JSONValue.object)
        return .object(message)
    }

    static func request(_ method: String, _ params: JSONObject, id: JSONValue) -> JSONValue {
        ["jsonrpc": "2.0", "id": id, "method": .string(method), "params": .object(params)]
    }
}

/// What a client asks for.
struct RPCRequest: Sendable {
    let id: JSONValue
    let method: String
    let params: JSONObject

    var meta: JSONObject? { params["_meta"]?.object }
}
