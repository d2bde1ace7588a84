import Calls
package import HTTPTypes
package import JSON
import Workspace

/// One operation of the API: how it is called, who may, what it takes, what it answers, and what does it.
///
/// The table of these registers the routes, checks what comes in, and becomes the OpenAPI document.
package struct Endpoint: Sendable {
    package typealias Handler = @Sendable (APIRequest) async throws -> APIResponse

    /// A value in the query.
    package struct QueryItem: Sendable {
        package var name: String
        package var schema: Schema
        package var description: String
        package var example: JSONValue?

        package init(_ name: String, _ schema: Schema, _ description: String, example: JSONValue? = nil) {
            self.name = name
            self.schema = schema
            self.description = description
            self.example = example
        }
    }

    /// What comes in the body.
    package struct Body: Sendable {
        package var schema: Schema
        package var example: JSONValue
        /// Whether it may be left out; it is then the empty object.
        package var isOptional = false
        /// Whether the body is a YAML text instead of JSON.
        package var isYAML = false
    }

    /// One answer that can come.
    package struct Answer: Sendable {
        package var status: HTTPResponse.Status
        package var description: String
        package var schema: Schema?
        package var example: JSONValue?
        /// Empty for an answer without a body.
        package var contentTypes: [String]
    }

    package var method: HTTPRequest.Method
    /// With parameters in braces: `/v1/agents/{agent_id}`.
    package let path: String
    /// The names of the parameters in the path, in order.
    package let pathParameters: [String]
    /// The first part of the path after the version, which is what it is about.
    package let subject: String
    /// Unique, in lower camel case: what a generated client calls it.
    package var operation: String
    package var summary: String
    package var access: Access
    package var query: [QueryItem]
    package var body: Body?
    package var answers: [Answer]
    /// Whether an `Idempotency-Key` makes a repeated request answer as the first did.
    package var takesIdempotencyKey: Bool
    /// Whether an `If-Match` keeps two people from undoing each other's changes.
    package var takesIfMatch: Bool
    package var handler: Handler

    package init(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ operation: String,
        _ summary: String,
        for access: Access,
        query: [QueryItem] = [],
        body: Body? = nil,
        takesIdempotencyKey: Bool = false,
        takesIfMatch: Bool = false,
        answers: [Answer],
        handler: @escaping Handler
    ) {
        self.method = method
        self.path = path
        let parts = path.split(separator: "/")
        pathParameters = parts.filter { $0.first == "{" }.map { String($0.dropFirst().dropLast()) }
        subject = String(parts.first == "v1" ? parts.dropFirst().first ?? "api" : "api")
        self.operation = operation
        self.summary = summary
        self.access = access
        self.query = query
        self.body = body
        self.answers = answers
        self.takesIdempotencyKey = takesIdempotencyKey
        self.takesIfMatch = takesIfMatch
        self.handler = handler
    }

    /// What the audit trail calls a request to this; nil for one that changes nothing. What happens in a call, the call
    /// writes down itself; who comes in, the ``PeopleDirectory`` tells.
    var auditKind: AuditEntry.Kind? {
        guard method != .get, access == .person(.owner) || ["session", "sessions"].contains(subject),
            access != .anyone
        else { return nil }
        return switch subject {
        case "connections": .connection
        case "actions": .action
        case "agents": .agent
        case "people", "tokens", "session", "sessions": .person
        case "journal": .write
        default: .server
        }
    }

    /// Every answer that can come, the ones that follow from what it takes and who may use it included.
    package var allAnswers: [Answer] {
        var all = answers
        func add(_ status: HTTPResponse.Status, _ description: String) {
            guard !all.contains(where: { $0.status == status }) else { return }
            all.append(.problem(status, description))
        }
        if !query.isEmpty || body != nil || method != .get {
            add(.badRequest, "The request can't be read, or a value of its query is wrong.")
        } else {
            add(.badRequest, "The request can't be read: nothing is expected in its query.")
        }
        if access != .anyone {
            add(.unauthorized, "No credential was sent, or it is no longer good.")
            add(.forbidden, "The credential is good, but not for this.")
        }
        if !pathParameters.isEmpty { add(.notFound, "There is no such thing here, or not for who asks.") }
        if body != nil {
            add(.contentTooLarge, "The body is longer than 1 MB.")
            add(.unsupportedMediaType, "The body is of another kind than this takes.")
            add(.unprocessableContent, "The body can be read, but not be done; it says what to change.")
        }
        if takesIdempotencyKey {
            add(.conflict, "A request with this idempotency key is still under way.")
            add(.unprocessableContent, "This idempotency key was used for another request.")
        }
        if query.contains(where: { $0.name == "cursor" }) {
            add(.unprocessableContent, "The cursor is not the `next` of a page.")
        }
        if takesIfMatch { add(.preconditionFailed, "It has changed since it was read. Read it again.") }
        add(.tooManyRequests, "Too many requests. `Retry-After` says when to come back.")
        add(.serviceUnavailable, "The database can't be reached just now. Nothing was changed.")
        return all.sorted { $0.status.code < $1.status.code }
    }
}

extension Endpoint.Body {
    /// A body of JSON.
    package static func json(_ schema: Schema, example: JSONValue, isOptional: Bool = false) -> Self {
        Self(schema: schema, example: example, isOptional: isOptional)
    }

    /// A body of YAML.
    package static func yaml(example: String) -> Self {
        Self(schema: .text(upTo: 1_000_000), example: .string(example), isYAML: true)
    }

    package var contentType: String { isYAML ? "application/yaml" : "application/json" }
}

extension Endpoint.Answer {
    package static func json(
        _ description: String,
        _ schema: Schema,
        status: HTTPResponse.Status = .ok,
        example: JSONValue? = nil
    ) -> Self {
        Self(
            status: status,
            description: description,
            schema: schema,
            example: example,
            contentTypes: ["application/json"]
        )
    }

    /// An answer without a body.
    package static func empty(_ description: String) -> Self {
        Self(status: .noContent, description: description, schema: nil, example: nil, contentTypes: [])
    }

    /// An answer of text of another kind than JSON.
    package static func text(_ contentTypes: [String], _ description: String) -> Self {
        Self(status: .ok, description: description, schema: .anything, example: nil, contentTypes: contentTypes)
    }

    package static func problem(_ status: HTTPResponse.Status, _ description: String) -> Self {
        Self(
            status: status,
            description: description,
            schema: .problem,
            example: nil,
            contentTypes: ["application/problem+json"]
        )
    }
}

extension Schema {
    package static let problem = Schema.named(
        "Problem",
        .object([
            Field("type", .text(upTo: 200), "A URN of the kind of problem."),
            Field("title", .text(upTo: 100)),
            Field("status", .integer(400...599)),
            Field("code", .text(upTo: 100), "The kind of problem; branch on this."),
            Field("detail", .text(upTo: 2000), "What to do about it, in a sentence or two."),
            .optional(
                "errors",
                .list(
                    of: .object([
                        Field(
                            "place",
                            .text(.upTo(1000, orEmpty: true)),
                            "A JSON pointer, or the name of a parameter."
                        ),
                        Field("detail", .text(upTo: 2000)),
                    ]),
                    atMost: 20
                )
            ),
            .optional("request_id", .text(upTo: 64), "What the log knows this request by."),
        ])
    )

    /// One page of a list.
    package static func page(_ element: Schema) -> Schema {
        .object([
            Field("items", .list(of: element, atMost: 1000)),
            .optional("next", .text(upTo: 500), "The cursor of the next page; there is none when this is missing."),
        ])
    }
}
