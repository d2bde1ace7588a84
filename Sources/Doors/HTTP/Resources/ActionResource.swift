import Actions
import HTTPTypes
import JSON
package import Platforms
package import Workspace

/// The actions of a workspace.
package struct ActionResource: Sendable {
    let library: ActionLibrary
    let connections: Connections

    package init(library: ActionLibrary, connections: Connections) {
        self.library = library
        self.connections = connections
    }

    package var endpoints: [Endpoint] { [list, create, get, replace, remove, preview, previewDefinition] + checks }

    static let custom: JSONValue = [
        "name": "find_order", "description": "Find an order by its number.",
        "soql": "SELECT Id, Status FROM Order WHERE OrderNumber = '{{number}}' LIMIT 5",
    ]

    private var list: Endpoint {
        Endpoint(
            .get,
            "/v1/actions",
            "listActions",
            "Lists the actions, in the order they were added.",
            for: .person(.viewer),
            query: PageRequest.items + [
                .init("connection_id", .identifier("con"), "Only those whose requests go to one connection.")
            ],
            answers: [.json("A page of actions.", .page(.savedAction))]
        ) { request in
            let page = try PageRequest(request)
            let actions =
                if let id = request.query["connection_id"]?.string {
                    try await library.actions(on: id)
                } else {
                    try await library.actions()
                }
            return .json(page.page(of: actions, by: \.id) { .object($0.json(withDefinition: false)) })
        }
    }

    private var create: Endpoint {
        Endpoint(
            .post,
            "/v1/actions",
            "createAction",
            "Adds an action: from a template, or a definition of one's own.",
            for: .person(.owner),
            body: .json(
                .named(
                    "NewAction",
                    .object([
                        .init("connection_id", .identifier("con"), "Where its requests go."),
                        .optional("template", .text(.actionName), "The template to make it from."),
                        .optional("name", .text(.actionName), "Another name than the template's."),
                        .optional("definition", .definition, "A definition, instead of a template."),
                    ])
                ),
                example: ["connection_id": "con_9f86d081884c7d65", "template": "search_contact"]
            ),
            takesIdempotencyKey: true,
            answers: [
                .json("The action, under the name it got.", .savedActionDetails, status: .created),
                .problem(.conflict, "Another action has the name, or the request is still under way."),
            ]
        ) { request in
            let connectionID = request.body["connection_id"]?.string ?? ""
            let action: WorkspaceAction
            switch (request.body["template"]?.string, request.body["definition"]) {
            case (let template?, nil):
                action = try await library.add(
                    template: template,
                    on: connectionID,
                    as: request.body["name"]?.string
                )
            case (nil, let given?):
                guard request.body["name"] == nil else {
                    throw ProblemDetails(.unprocessableContent, "invalid_body", "A definition has its own `name`.")
                }
                action = try await library.add(try definition(given), on: connectionID)
            default:
                throw ProblemDetails(
                    .unprocessableContent,
                    "invalid_body",
                    "Give either a `template` or a `definition`."
                )
            }
            return .created(
                .object(action.json(withDefinition: true)),
                at: "/v1/actions/\(action.id)",
                tag: EntityTag(revision: action.saved.revision)
            )
        }
    }

    /// A definition as an object, or as text in YAML or JSON.
    func definition(_ given: JSONValue) throws(WorkspaceError) -> ActionDefinition {
        if let text = given.string { return try ActionDefinition(given: text) }
        return try ActionDefinition(given: given)
    }

    private var get: Endpoint {
        Endpoint(
            .get,
            "/v1/actions/{action_id}",
            "getAction",
            "Shows an action with its definition and its requests.",
            for: .person(.viewer),
            answers: [.json("The action.", .savedActionDetails)]
        ) { request in
            shown(try await library.action(request.parameter("action_id")))
        }
    }

    private func shown(_ action: WorkspaceAction) -> APIResponse {
        .json(.object(action.json(withDefinition: true)), tag: EntityTag(revision: action.saved.revision))
    }

    private var replace: Endpoint {
        Endpoint(
            .put,
            "/v1/actions/{action_id}",
            "replaceAction",
            "Puts another definition in place of an action's. Agents that may use it use the new one at once.",
            for: .person(.owner),
            body: .json(
                .named(
                    "ActionReplacement",
                    .object([
                        .init("definition", .definition),
                        .optional("connection_id", .identifier("con"), "Where its requests go from now on."),
                    ])
                ),
                example: ["definition": Self.custom]
            ),
            takesIfMatch: true,
            answers: [
                .json("The action.", .savedActionDetails), .problem(.conflict, "Another action has the name."),
            ]
        ) { request in
            shown(
                try await library.replace(
                    request.parameter("action_id"),
                    with: try definition(request.body["definition"] ?? .null),
                    on: request.body["connection_id"]?.string,
                    revision: try request.revisionToMatch()
                )
            )
        }
    }

    private var remove: Endpoint {
        Endpoint(
            .delete,
            "/v1/actions/{action_id}",
            "removeAction",
            "Removes an action.",
            for: .person(.owner),
            query: [
                .init("take_from_agents", .boolean, "Whether agents that may use it lose it; otherwise it stays.")
            ],
            takesIfMatch: true,
            answers: [
                .json(
                    "The names of the agents that lost it.",
                    .named("Removal", .object([.init("taken_from", .list(of: .text(upTo: 80), atMost: 10_000))]))
                ),
                .problem(.conflict, "Agents use it; it says which."),
            ]
        ) { request in
            let names = try await library.remove(
                request.parameter("action_id"),
                takingFromAgents: request.query["take_from_agents"]?.boolean ?? false,
                revision: try request.revisionToMatch()
            )
            return .json(["taken_from": .array(names.map(JSONValue.string))])
        }
    }

    private var preview: Endpoint {
        Endpoint(
            .post,
            "/v1/actions/{action_id}/preview",
            "previewAction",
            "Shows the exact requests an action would send for some arguments. Sends nothing.",
            for: .person(.viewer),
            body: ActionPreview.body,
            answers: [.json("What would be sent.", ActionPreview.answer)]
        ) { request in
            let action = try await library.action(request.parameter("action_id"))
            switch action.compiled {
            case .success(let action): return .json(ActionPreview(action).json(for: request))
            case .failure(let error): return .json(["requests": [], "refused": .string(error.message)])
            }
        }
    }

    private var previewDefinition: Endpoint {
        Endpoint(
            .post,
            "/v1/definitions/preview",
            "previewDefinition",
            "Shows the exact requests a definition would send, without saving it.",
            for: .person(.viewer),
            body: .json(
                .named(
                    "DefinitionPreviewRequest",
                    .object([.init("definition", .definition)] + ActionPreview.fields)
                ),
                example: ["definition": Self.custom, "arguments": ["number": "00000100"]]
            ),
            answers: [.json("What would be sent.", ActionPreview.answer)]
        ) { request in
            .json(ActionPreview(try compiled(request.body["definition"] ?? .null)).json(for: request))
        }
    }

    /// A definition that is not saved, ready for use.
    private func compiled(_ given: JSONValue) throws(WorkspaceError) -> Action {
        let definition = try definition(given)
        do throws(TemplateError) {
            return try Action(compiling: definition)
        } catch {
            throw .invalid([WorkspaceProblem(member: error.part.rawValue, error.message)])
        }
    }
}
