import HTTPTypes
import JSON

/// One request inside another.
struct Subrequest: Sendable {
    var method: HTTPRequest.Method
    /// Below the server's root, with its parameters: `/services/data/v59.0/sobjects/Account`.
    var target: String
    var headers: HTTPFields
    /// Nil where none is given.
    var body: JSONValue?

    /// Makes it a request of its own, on behalf of the one it came in.
    ///
    /// `resolve` replaces what stands for results of earlier requests in each text.
    func request(
        within outer: RestRequest,
        resolve: (String) throws(SalesforceError) -> JSONValue = { text throws(SalesforceError) in .string(text) }
    ) throws(SalesforceError) -> RestRequest {
        var (path, query) = RestRequest.parts(of: target)
        for index in path.indices { path[index] = try Self.text(resolve(path[index])) }
        query = try query.mapValues { value throws(SalesforceError) in try Self.text(resolve(value)) }
        guard path.count > 2, path[0] == "services", path[1] == "data" else { throw .notFound }
        var request = outer
        request.method = method
        request.path = path
        request.query = query
        request.headers = headers
        request.body =
            try body.map { body throws(SalesforceError) in
                try Self.resolved(body, resolve).serialized()
            } ?? []
        request.apiVersion = try APIVersion(segment: path[2]).text
        request.parameters = [:]
        request.refusals = [:]
        return request
    }

    /// The target of a URL inside a batch: `v59.0/limits` as well as the whole path.
    static func target(ofURL url: String) -> String {
        let path = url.drop { $0 == "/" }
        return path.hasPrefix("services/") ? "/\(path)" : "/services/data/\(path)"
    }

    private static func resolved(
        _ value: JSONValue,
        _ resolve: (String) throws(SalesforceError) -> JSONValue
    ) throws(SalesforceError) -> JSONValue {
        switch value {
        case .string(let text): return try resolve(text)
        case .array(let elements):
            var result: [JSONValue] = []
            for element in elements { result.append(try resolved(element, resolve)) }
            return .array(result)
        case .object(let object):
            var result = JSONObject()
            for member in object { result[member.key] = try resolved(member.value, resolve) }
            return .object(result)
        default: return value
        }
    }

    private static func text(_ value: JSONValue) -> String { value.string ?? value.serializedText() }
}
