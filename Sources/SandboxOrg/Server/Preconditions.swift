import HTTPTypes

/// What a request demands of the present state of what it is for: `If-Modified-Since`, `If-Match` and their kin.
struct Preconditions: Sendable {
    /// The state of a record or a description.
    struct Validator: Sendable {
        /// Milliseconds since 1970.
        var lastModified: Int
        /// The start of that second, in milliseconds: what a date of HTTP can say.
        var lastModifiedSecond: Int { lastModified / 1000 * 1000 }
        /// In its quotation marks; only what Salesforce gives a tag has one.
        var entityTag: String?

        var headers: HTTPFields {
            var headers: HTTPFields = [.lastModified: HTTPDate.text(ofMilliseconds: lastModified)]
            headers[.eTag] = entityTag
            return headers
        }
    }

    private let headers: HTTPFields

    init(_ headers: HTTPFields) { self.headers = headers }

    private static let failed = SalesforceError(
        status: 412,
        code: "PRECONDITION_FAILED",
        message: "The resource does not meet the conditions of the request"
    )

    /// Refuses the request when the state is not what it demands.
    func check(_ state: Validator) throws(SalesforceError) {
        if let tag = state.entityTag, let wanted = headers[.ifMatch] {
            guard Self.list(wanted, has: tag) else { throw Self.failed }
        }
        if let date = headers[.ifUnmodifiedSince].flatMap(HTTPDate.milliseconds(parsing:)) {
            guard state.lastModifiedSecond <= date else { throw Self.failed }
        }
    }

    /// Whether the client has this state already.
    func isKnown(_ state: Validator) -> Bool {
        if let tag = state.entityTag, let known = headers[.ifNoneMatch] { return Self.list(known, has: tag) }
        guard let date = headers[.ifModifiedSince].flatMap(HTTPDate.milliseconds(parsing:)) else { return false }
        return state.lastModifiedSecond <= date
    }

    private static func list(_ tags: String, has tag: String) -> Bool {
        tags.split(separator: ",").map(\.trimmed).contains { text in
            let bare = text.hasPrefix("W/") ? String(text.dropFirst(2)) : text
            return bare == "*" || bare == tag
        }
    }
}
