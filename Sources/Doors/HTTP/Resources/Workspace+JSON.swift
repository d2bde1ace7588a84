import Actions
import HTTPTypes
import JSON
import Platforms
import Workspace

extension Schema {
    static let savedAction = Schema.named("Action", .object(savedActionFields))
    static let savedActionDetails = Schema.named(
        "ActionDetails",
        .object(
            savedActionFields + [
                Field("definition", .anything, "The definition, as it was given."),
                .optional("requests", .list(of: .anything, atMost: 20), "The requests, as they are understood."),
            ]
        )
    )

    /// A definition as it comes in: its members as JSON, or text in YAML.
    static let definition = Schema.anything

    private static let savedActionFields: [Field] =
        [
            Field("id", .identifier("act")),
            Field("connection_id", .identifier("con")),
            .optional("template", .text(.actionName), "The template it was made from."),
            .optional("problem", .text(upTo: 4000), "Why it can't be used by this version of Switchboard."),
            Field("created_at", .dateTime), Field("changed_at", .dateTime),
        ]
        + actionFields.map { field in
            // Of an action that no longer compiles only the name is known.
            var field = field
            if field.name != "name" { field.isRequired = false }
            return field
        }
}

extension WorkspaceAction {
    func json(withDefinition: Bool) -> JSONObject {
        var object: JSONObject = ["id": .string(id), "connection_id": .string(saved.connectionID)]
        object["template"] = saved.template.map(JSONValue.string)
        object["created_at"] = .string(saved.createdAt.timestamp)
        object["changed_at"] = .string(saved.changedAt.timestamp)
        switch compiled {
        case .success(let action):
            let shown = withDefinition ? action.details : action.summary
            for member in shown.object ?? [:] { object[member.key] = member.value }
        case .failure(let error):
            object["name"] = .string(name)
            object["problem"] = .string(error.message)
        }
        if withDefinition { object["definition"] = saved.definition.json }
        return object
    }
}

extension APIRequest {
    /// The revision that the sender has seen of what it is about to change; nil when it does not say.
    func revisionToMatch() throws(ProblemDetails) -> Int? {
        guard let condition = headers[.ifMatch], condition != "*" else { return nil }
        guard condition.first == "\"", condition.last == "\"", let revision = Int(condition.dropFirst().dropLast())
        else {
            throw ProblemDetails(.preconditionFailed, "changed_meanwhile", "If-Match must be an ETag of this.")
        }
        return revision
    }
}

extension ProblemDetails {
    init(_ error: WorkspaceError) {
        switch error {
        case .unknownAction:
            self.init(.notFound, "no_such_action", "There is no such action. GET /v1/actions lists them.")
        case .unknownAgent:
            self.init(.notFound, "no_such_agent", "There is no such agent. GET /v1/agents lists them.")
        case .unknownConnection:
            self.init(
                .unprocessableContent,
                "no_such_connection",
                "There is no such connection. GET /v1/connections lists them.",
                faults: [.init(place: "/connection_id", detail: "There is no such connection.")]
            )
        case .unknownTemplate(let name, let suggestion):
            let hint = suggestion.map { "Did you mean \($0)?" } ?? "GET /v1/templates lists them."
            self.init(
                .unprocessableContent,
                "no_such_template",
                "There is no template \(name). \(hint)",
                faults: [.init(place: "/template", detail: hint)]
            )
        case .nameTaken(let name): self.init(.conflict, "name_taken", "The name \(name) is taken.")
        case .invalid(let problems):
            self.init(
                .unprocessableContent,
                "invalid_settings",
                problems.first.map { "\($0)" } ?? "This makes no sense.",
                faults: problems.prefix(20).map { problem in
                    let place = problem.line.map { "\($0):\(problem.column ?? 1)" } ?? problem.member
                    return Fault(place: place, detail: problem.message)
                }
            )
        case .inUse(let names):
            let list = names.prefix(20).joined(separator: ", ")
            self.init(.conflict, "in_use", "These agents use it: \(list). Set take_from_agents to take it from them.")
        case .conflict:
            self.init(
                .preconditionFailed,
                "changed_meanwhile",
                "This has changed since you read it. Read it again, and make your change on that."
            )
        case .store(let error): self.init(error)
        }
    }
}
