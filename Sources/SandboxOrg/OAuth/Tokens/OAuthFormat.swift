import HTTPTypes
import JSON

/// How a client wants an answer of the OAuth endpoints written.
enum OAuthFormat {
    case json
    case xml
    case urlencoded

    /// What the `format` of a request says, else its `Accept`.
    init(_ items: QueryItems, headers: HTTPFields) {
        switch items["format"] ?? headers[.accept] {
        case "xml", "application/xml": self = .xml
        case "urlencoded", "application/x-www-form-urlencoded": self = .urlencoded
        default: self = .json
        }
    }

    func response(_ members: JSONObject, status: Int = 200) -> RestResponse {
        var response: RestResponse
        switch self {
        case .json:
            response = .json(.object(members), status: status)
        case .xml:
            let elements = members.map { "<\($0.key)>\(($0.value.string ?? "").escapedAsMarkup)</\($0.key)>" }
            let text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><OAuth>\(elements.joined())</OAuth>"
            response = RestResponse(status: status, .bytes(Array(text.utf8), contentType: "application/xml"))
        case .urlencoded:
            let items = members.map { "\($0.key)=\(($0.value.string ?? "").escapedAsQueryValue)" }
            let text = items.joined(separator: "&")
            response = RestResponse(
                status: status,
                .bytes(Array(text.utf8), contentType: "application/x-www-form-urlencoded")
            )
        }
        response.headers[.cacheControl] = "no-cache, no-store"
        return response
    }
}
