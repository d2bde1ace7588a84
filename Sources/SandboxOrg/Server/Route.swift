import HTTPTypes

/// A resource's path with the methods it answers.
struct Route: Sendable {
    /// Answers a request with the org it is for.
    typealias Handler = @Sendable (RestRequest, OrgConnection) throws(SalesforceError) -> RestResponse

    /// The segments below `/services/data/vXX.X`; those in braces are placeholders.
    private let segments: [String]
    /// In the order error messages list them.
    private let handlers: [(method: HTTPRequest.Method, handler: Handler)]

    init(_ pattern: String, _ handlers: KeyValuePairs<HTTPRequest.Method, Handler>) {
        segments = pattern.split(separator: "/").map(String.init)
        self.handlers = handlers.map { ($0.key, $0.value) }
    }

    /// What the placeholders stand for in a path; nil when the path is another.
    func parameters(in path: ArraySlice<String>) -> [String: String]? {
        guard path.count == segments.count else { return nil }
        var parameters: [String: String] = [:]
        for (segment, value) in zip(segments, path) {
            if segment.hasPrefix("{") {
                parameters[String(segment.dropFirst().dropLast())] = value
            } else if segment != value {
                return nil
            }
        }
        return parameters
    }

    func handler(for method: HTTPRequest.Method) throws(SalesforceError) -> Handler {
        // HEAD is GET without a body.
        let wanted = method == .head ? .get : method
        if let handler = handlers.first(where: { $0.method == wanted })?.handler { return handler }
        let allowed = handlers.flatMap { $0.method == .get ? ["GET", "HEAD"] : [$0.method.rawValue] }
        throw .methodNotAllowed(method.rawValue, allowed: allowed)
    }
}
