import HTTPTypes
import SOQL

/// Some of the requests to an org: those for which everything that is given holds.
///
/// Unless a path is given, only requests to the REST API of records are meant, not log-ins.
package struct RequestPattern: Sendable, Hashable {
    /// `POST`
    package var method: String?
    /// What the path begins with: `/services/oauth2`.
    package var pathPrefix: String?
    /// What stands somewhere in the path: `/composite`.
    package var pathContains: String?
    /// The object whose records are asked for or written, whatever its case: `Contact`.
    package var object: String?

    package init(
        method: String? = nil,
        pathPrefix: String? = nil,
        pathContains: String? = nil,
        object: String? = nil
    ) {
        self.method = method
        self.pathPrefix = pathPrefix
        self.pathContains = pathContains
        self.object = object
    }

    func matches(_ request: RestRequest) -> Bool {
        let path = request.pathText
        if let method, method.uppercased() != request.method.rawValue { return false }
        if let pathPrefix, !path.hasPrefix(pathPrefix) { return false }
        if let pathContains, !path.contains(pathContains) { return false }
        if let object, object.lowercased() != Self.object(of: request)?.lowercased() { return false }
        return pathPrefix != nil || pathContains != nil || path.hasPrefix("/services/data/v")
    }

    /// The object a request names in its path or queries.
    private static func object(of request: RestRequest) -> String? {
        if let marker = request.path.firstIndex(where: { $0 == "sobjects" || $0 == "tree" }),
            request.path.indices.contains(marker + 1)
        {
            return request.path[marker + 1]
        }
        guard let soql = request.query["q"], let query = try? Query(parsing: soql) else { return nil }
        return query.sources.first?.path.text
    }
}

extension RestRequest {
    /// The path as it was asked for, with percent escapes resolved.
    var pathText: String { "/" + path.joined(separator: "/") }
}
