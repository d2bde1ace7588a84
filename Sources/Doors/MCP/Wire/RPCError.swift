import HTTPTypes
import JSON

/// Why a message of JSON-RPC is not carried out.
struct RPCError: Error, Sendable {
    enum Code: Int, Sendable {
        case unparsable = -32700
        case invalidRequest = -32600
        case unknownMethod = -32601
        case invalidParams = -32602
        case internalError = -32603
        /// A header is missing, or is not what the body says.
        case headerMismatch = -32020
        case unsupportedRevision = -32022

        /// Whether older revisions don't know it.
        var isOfStatelessRequests: Bool { self == .headerMismatch || self == .unsupportedRevision }
    }

    let code: Code
    let message: String
    let data: JSONValue?
    /// The status that it has in every revision; nil for that of its code.
    private let status: HTTPResponse.Status?

    init(_ code: Code, _ message: String, data: JSONValue? = nil, status: HTTPResponse.Status? = nil) {
        self.code = code
        self.message = message
        self.data = data
        self.status = status
    }

    var json: JSONValue {
        var object: JSONObject = ["code": .number(JSONNumber(code.rawValue)), "message": .string(message)]
        object["data"] = data
        return .object(object)
    }

    /// The status of an answer with it. Before 2026-07-28 a request that could be read is answered with 200, whatever
    /// it comes to.
    func status(in revision: MCPRevision, isReadable: Bool) -> HTTPResponse.Status {
        if let status { return status }
        guard revision.isStateless || !isReadable || code.isOfStatelessRequests else { return .ok }
        return switch code {
        case .unknownMethod: .notFound
        case .internalError: .ok
        default: .badRequest
        }
    }

    static func unknownMethod(_ method: String) -> RPCError {
        RPCError(.unknownMethod, "There is no method \(method.prefix(100)).")
    }

    static let unavailable = RPCError(
        .internalError,
        "The database can't be reached just now. Nothing was changed; try again in a moment."
    )
}
