import HTTPTypes
import JSON

/// An answer of the REST API, free of how it goes out.
struct RestResponse: Sendable {
    enum Body: Sendable {
        case empty
        case json(JSONValue)
        case bytes([UInt8], contentType: String)
    }

    var status: Int
    var headers = HTTPFields()
    var body: Body

    init(status: Int = 200, _ body: Body) {
        self.status = status
        self.body = body
    }

    static func json(_ value: JSONValue, status: Int = 200) -> RestResponse {
        RestResponse(status: status, .json(value))
    }

    static let noContent = RestResponse(status: 204, .empty)

    /// Says that the client has what it asks for already.
    static func notModified(_ headers: HTTPFields) -> RestResponse {
        var response = RestResponse(status: 304, .empty)
        response.headers = headers
        return response
    }

    /// An error as the REST API reports it: an array of one.
    static func failure(_ error: SalesforceError) -> RestResponse {
        var object: JSONObject = ["message": .string(error.message), "errorCode": .string(error.code)]
        if let fields = error.fields { object["fields"] = .array(fields.map(JSONValue.string)) }
        for member in error.details { object[member.key] = member.value }
        return .json([.object(object)], status: error.status)
    }
}
