import HTTPTypes
import JSON

/// A request to the REST API, free of how it came in.
struct RestRequest: Sendable {
    var method: HTTPRequest.Method
    /// The path's segments with percent escapes resolved, empty ones left out.
    var path: [String]
    var query: QueryItems
    var headers: HTTPFields
    var body: [UInt8]
    /// Where the client reached the server: `http://127.0.0.1:8080`.
    var origin: String
    /// The version in the path, such as `59.0`; empty outside `/services/data/vXX.X`.
    var apiVersion = ""
    /// Who asks; nil where nobody has to be logged in.
    var session: Session?
    /// The parts of a composite request, by their places, that are to fail however right they are.
    var refusals: [Int: SalesforceError] = [:]
    /// What the route's placeholders stand for.
    var parameters: [String: String] = [:]

    /// What follows `/services/data/v59.0/` in the path.
    var resource: ArraySlice<String> { path.dropFirst(3) }

    /// The version as a number: 59.
    var majorVersion: Int { apiVersion.split(separator: ".").first.flatMap { Int($0) } ?? 0 }

    /// The paths of the `fields` parameter; nil when there is none.
    var fields: [String]? { query["fields"].map { $0.split(separator: ",").map(\.trimmed) } }

    var userId: String? { session?.userId }

    func parameter(_ name: String) -> String { parameters[name] ?? "" }

    /// The path of a resource of this version: `/services/data/v59.0/limits`.
    func path(to resource: String) -> String { "/services/data/v\(apiVersion)/\(resource)" }

    /// Splits `/path/of/segments?name=value`.
    static func parts(of target: String) -> (path: [String], query: QueryItems) {
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        return (
            parts[0].split(separator: "/").map { PercentEncoding.decoded($0) },
            QueryItems(parts.count > 1 ? parts[1] : "")
        )
    }

    /// The body as JSON.
    func json() throws(SalesforceError) -> JSONValue {
        do {
            return try JSONValue(parsing: body)
        } catch {
            let place = "at [line:\(error.line), column:\(error.column)]"
            guard body.indices.contains(error.offset) else {
                throw SalesforceError(
                    status: 400,
                    code: "JSON_PARSER_ERROR",
                    message: "Unexpected end-of-input: \(error.message) \(place)"
                )
            }
            let byte = body[error.offset]
            let character = String(decoding: [byte], as: UTF8.self)
            throw SalesforceError(
                status: 400,
                code: "JSON_PARSER_ERROR",
                message: "Unexpected character ('\(character)' (code \(byte))): \(error.message) \(place)"
            )
        }
    }
}
