import Actions
import HTTPTypes
import JSON
import Platforms
import Workspace

extension ActionResource {
    /// How long an org may take to describe what an action uses.
    private static let patience: Duration = .seconds(15)

    private static let answers: [Endpoint.Answer] = [
        .json("What the org would not take; nothing when all is well.", .warnings),
        .problem(.failedDependency, "The org can't be reached, or is closed for now."),
    ]

    /// Comparing actions with what an org has.
    var checks: [Endpoint] {
        [
            Endpoint(
                .post,
                "/v1/actions/{action_id}/check",
                "checkAction",
                "Compares an action with what its org has: unknown fields, values that can't be set.",
                for: .person(.viewer),
                answers: Self.answers
            ) { request in
                let saved = try await library.action(request.parameter("action_id"))
                return try await warnings(of: saved.saved.definition, on: saved.saved.connectionID)
            },
            Endpoint(
                .post,
                "/v1/definitions/check",
                "checkDefinition",
                "Compares a definition with what an org has, without saving it.",
                for: .person(.viewer),
                body: .json(
                    .named(
                        "DefinitionCheckRequest",
                        .object([.init("connection_id", .identifier("con")), .init("definition", .definition)])
                    ),
                    example: ["connection_id": "con_9f86d081884c7d65", "definition": Self.custom]
                ),
                answers: Self.answers
            ) { request in
                let definition = try definition(request.body["definition"] ?? .null)
                return try await warnings(of: definition, on: request.body["connection_id"]?.string ?? "")
            },
        ]
    }

    private func warnings(of definition: ActionDefinition, on connectionID: String) async throws -> APIResponse {
        let org = ConnectedOrgDescriber(connections, connectionID, until: .now + Self.patience)
        let found = try await library.check(definition, on: connectionID, against: org)
        let warnings = found.map { warning -> JSONValue in
            ["place": .string(warning.member), "detail": .string(warning.message)]
        }
        return .json(["warnings": .array(warnings)])
    }
}

extension Schema {
    static let warnings = Schema.named(
        "Warnings",
        .object([
            Field(
                "warnings",
                .list(
                    of: .object([
                        Field("place", .text(.upTo(1000, orEmpty: true)), "The member of the definition."),
                        Field("detail", .text(upTo: 4000)),
                    ]),
                    atMost: 1000
                )
            )
        ])
    )
}
