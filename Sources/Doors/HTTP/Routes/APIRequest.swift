package import HTTPTypes
package import JSON
package import Platforms

/// A request whose sender, path, query and body have been checked against its endpoint.
package struct APIRequest: Sendable {
    package var requester: Requester
    /// The parameters of the path, decoded.
    package var path: [String: String]
    /// The items of the query, in the form of their schemas. Only those of the endpoint.
    package var query: [String: JSONValue]
    /// The body, as the endpoint's schema has it; the empty object where there is none.
    package var body: JSONObject
    /// The body of an endpoint that takes YAML.
    package var text: String
    package var headers: HTTPFields
    /// What this request and its answer are known by in the log.
    package var id: String
    /// How clients reach the server: `https://switchboard.example`.
    package var origin: String
    /// Where it comes from; nil when that is not known.
    package var address: String?
    /// What it comes with, such as `Firefox on Linux`; nil when that is not known.
    package var device: String?
    /// The session that came as a cookie.
    package var session: Secret?

    /// The caller's number, agent's id… in the path. The router gives every parameter the path names.
    package func parameter(_ name: String) -> String { path[name] ?? "" }

    /// Refuses when the sender has seen another version of what it is about to change.
    package func checkIfMatch(_ tag: EntityTag) throws(ProblemDetails) {
        guard let condition = headers[.ifMatch] else { return }
        let tags = condition.split(separator: ",").map { $0.trimmingSpaces }
        guard tags.contains(tag.text[...]) || tags == ["*"] else {
            throw ProblemDetails(
                .preconditionFailed,
                "changed_meanwhile",
                "This has changed since you read it. Read it again, and make your change on that."
            )
        }
    }
}

/// The version of a representation, as `ETag` and `If-Match` name it.
package struct EntityTag: Hashable, Sendable {
    package var text: String

    package init(revision: Int) { text = "\"\(revision)\"" }
}

extension Substring {
    fileprivate var trimmingSpaces: Substring {
        let start = drop { $0 == " " || $0 == "\t" }
        guard let end = start.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
        return start[...end]
    }
}
