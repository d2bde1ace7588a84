package import JSON

/// A CRM's answer to a request it carried out.
package struct CRMResponse: Hashable, Sendable {
    package enum Body: Hashable, Sendable {
        /// Nothing: what Salesforce answers to an update or a deletion that succeeded.
        case empty
        case json(JSONValue)
        /// Text that is not JSON, such as the HTML of a note.
        case text(String)
        case bytes([UInt8])
    }

    /// The HTTP status, 200 to 299.
    package var status: Int
    package var body: Body
    package var usage: APIUsage?

    package init(status: Int, body: Body, usage: APIUsage? = nil) {
        self.status = status
        self.body = body
        self.usage = usage
    }

    /// The body, when it is JSON.
    package var json: JSONValue? {
        if case .json(let value) = body { value } else { nil }
    }
}
