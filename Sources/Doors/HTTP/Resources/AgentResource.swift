import Actions
import Agents
import HTTPTypes
import JSON
import Platforms
package import Workspace

/// The agents of a workspace, the actions they may use, and their tokens.
package struct AgentResource: Sendable {
    private let roster: AgentRoster

    package init(roster: AgentRoster) { self.roster = roster }

    package var endpoints: [Endpoint] {
        [list, create, get, change, remove, enable, disable, issueToken, revokeToken, tools, export]
    }

    private static let example: JSONValue = [
        "name": "Service desk", "instructions": "You answer the phone of Acme.", "time_zone": "Europe/Berlin",
        "actions": [["action": "act_9f86d081884c7d65", "assurance": "recognised"]],
    ]

    private var list: Endpoint {
        Endpoint(
            .get,
            "/v1/agents",
            "listAgents",
            "Lists the agents, in the order they were added.",
            for: .person(.viewer),
            query: PageRequest.items,
            answers: [.json("A page of agents.", .page(.agent))]
        ) { request in
            let page = try PageRequest(request)
            return .json(page.page(of: try await roster.agents(), by: \.id, \.json))
        }
    }

    private var create: Endpoint {
        Endpoint(
            .post,
            "/v1/agents",
            "createAgent",
            "Adds an agent. It can take calls as soon as it has a token.",
            for: .person(.owner),
            body: .json(.newAgent, example: Self.example),
            takesIdempotencyKey: true,
            answers: [
                .json("The agent.", .agent, status: .created),
                .problem(.conflict, "Another agent has the name, or the request is still under way."),
            ]
        ) { request in
            let agent = try await roster.add(try AgentSettings(json: .object(request.body)))
            let json = try await json(agent)
            return .created(json, at: "/v1/agents/\(agent.id)", tag: EntityTag(revision: agent.revision))
        }
    }

    private var get: Endpoint {
        Endpoint(
            .get,
            "/v1/agents/{agent_id}",
            "getAgent",
            "Shows an agent with everything that is set about it.",
            for: .agentOrPerson(.viewer),
            answers: [.json("The agent.", .agent)]
        ) { request in
            let id = request.parameter("agent_id")
            if case .agent(let own) = request.requester, own.id != id { throw WorkspaceError.unknownAgent }
            return try await shown(try await roster.savedAgent(id))
        }
    }

    private func shown(_ agent: SavedAgent) async throws -> APIResponse {
        .json(try await json(agent), tag: EntityTag(revision: agent.revision))
    }

    private func json(_ agent: SavedAgent) async throws -> JSONValue {
        var object = agent.json.object ?? [:]
        if let warnings = try await roster.agent(agent.id)?.warnings, !warnings.isEmpty {
            object["warnings"] = .array(warnings.map(JSONValue.string))
        }
        return .object(object)
    }

    private var change: Endpoint {
        Endpoint(
            .patch,
            "/v1/agents/{agent_id}",
            "changeAgent",
            "Changes settings of an agent; what is left out stays. A member given replaces all there was of it.",
            for: .person(.owner),
            body: .json(.agentChanges, example: ["read_only": true]),
            takesIfMatch: true,
            answers: [
                .json("The agent.", .agent),
                .problem(.conflict, "Another agent has the name, or somebody else changed this one meanwhile."),
            ]
        ) { request in
            let before = try await roster.savedAgent(request.parameter("agent_id"))
            try request.checkIfMatch(EntityTag(revision: before.revision))
            var settings = before.settings.json.object ?? [:]
            for member in request.body { settings[member.key] = member.value.isNull ? nil : member.value }
            let after = try AgentSettings(json: .object(settings))
            do {
                return try await shown(try await roster.replace(before.id, with: after, revision: before.revision))
            } catch WorkspaceError.conflict {
                throw StoreError.conflict
            }
        }
    }

    private var remove: Endpoint {
        Endpoint(
            .delete,
            "/v1/agents/{agent_id}",
            "removeAgent",
            "Removes an agent. Its token is worth nothing from then on.",
            for: .person(.owner),
            takesIfMatch: true,
            answers: [.empty("It is removed.")]
        ) { request in
            try await roster.remove(request.parameter("agent_id"), revision: try request.revisionToMatch())
            return .done
        }
    }

    // MARK: Actions

    private var enable: Endpoint {
        Endpoint(
            .put,
            "/v1/agents/{agent_id}/actions/{action_id}",
            "enableAction",
            "Lets an agent use an action, or changes what it needs for that.",
            for: .person(.owner),
            body: .json(
                .named(
                    "Enabling",
                    .object([
                        .optional("assurance", .assurance, "How sure a call must be of who is calling."),
                        .optional("scope", .choice(["caller", "all"]), "Whose records it reaches."),
                    ])
                ),
                example: ["assurance": "verified", "scope": "caller"],
                isOptional: true
            ),
            answers: [.json("The agent.", .agent)]
        ) { request in
            let action = AgentAction(
                request.parameter("action_id"),
                assurance: request.body["assurance"]?.string.flatMap(Assurance.init),
                isLimitedToCaller: request.body["scope"]?.string.map { $0 == "caller" }
            )
            return try await shown(try await roster.enable(action, for: request.parameter("agent_id")))
        }
    }

    private var disable: Endpoint {
        Endpoint(
            .delete,
            "/v1/agents/{agent_id}/actions/{action_id}",
            "disableAction",
            "Takes an action from an agent.",
            for: .person(.owner),
            answers: [.json("The agent.", .agent)]
        ) { request in
            try await shown(
                try await roster.disable(request.parameter("action_id"), for: request.parameter("agent_id"))
            )
        }
    }

    private var tools: Endpoint {
        Endpoint(
            .get,
            "/v1/agents/{agent_id}/tools",
            "listTools",
            "Describes the agent's actions as the tools of a language model.",
            for: .agentOrPerson(.viewer),
            query: [
                .init(
                    "dialect",
                    .choice(ToolDialect.allCases.map(\.rawValue)),
                    "What the model's provider or the voice platform wants; openai when it is left out.",
                    example: "openai"
                )
            ],
            answers: [.json("The tools, as that provider's requests take them.", .list(of: .anything, atMost: 200))]
        ) { request in
            let agent = try await ownAgent(request)
            let dialect = request.query["dialect"]?.string.flatMap(ToolDialect.init) ?? .openAI
            let endpoint = ToolEndpoint(origin: request.origin, agentID: agent.id)
            return .json(ToolSchema.list(agent.tools(for: dialect), dialect, at: endpoint))
        }
    }

    /// The agent of the path, when who asks may see it.
    private func ownAgent(_ request: APIRequest) async throws -> Agent {
        let id = request.parameter("agent_id")
        if case .agent(let own) = request.requester, own.id != id { throw WorkspaceError.unknownAgent }
        guard let agent = try await roster.agent(id) else { throw WorkspaceError.unknownAgent }
        return agent
    }

    private var export: Endpoint {
        Endpoint(
            .get,
            "/v1/agents/{agent_id}/export",
            "exportAgent",
            "Writes what a voice platform needs to be told to work as the agent.",
            for: .agentOrPerson(.viewer),
            query: [
                .init(
                    "platform",
                    .choice(AgentExport.Platform.allCases.map(\.rawValue)),
                    "The platform; vapi when it is left out.",
                    example: "vapi"
                )
            ],
            answers: [.text(["application/json", "text/x-python"], "The configuration, or a program.")]
        ) { request in
            let platform = request.query["platform"]?.string.flatMap(AgentExport.Platform.init) ?? .vapi
            let export = AgentExport(try await ownAgent(request), origin: request.origin)
            return APIResponse(.ok, .text(export.text(for: platform), contentType: platform.contentType))
        }
    }

    // MARK: Tokens

    private var issueToken: Endpoint {
        Endpoint(
            .post,
            "/v1/agents/{agent_id}/token",
            "issueAgentToken",
            "Gives an agent a new token; the one before is worth nothing from then on.",
            for: .person(.owner),
            answers: [
                .json(
                    "The token. It is shown this once.",
                    .named("IssuedToken", .object([.init("token", .text(upTo: 200))])),
                    status: .created
                )
            ]
        ) { request in
            let token = try await roster.issueToken(for: request.parameter("agent_id"))
            return APIResponse(.created, .json(["token": .string(token.text)]))
        }
    }

    private var revokeToken: Endpoint {
        Endpoint(
            .delete,
            "/v1/agents/{agent_id}/token",
            "revokeAgentToken",
            "Ends an agent's token.",
            for: .person(.owner),
            answers: [.empty("It has none any more.")]
        ) { request in
            try await roster.revokeToken(of: request.parameter("agent_id"))
            return .done
        }
    }
}

extension Schema {
    static let assurance = Schema.choice(Assurance.allCases.map(\.rawValue))

    static let agent = Schema.named(
        "Agent",
        .object(
            [Field("id", .identifier("agt"))] + agentFields(allRequired: true) + [
                Field("has_token", .boolean), .optional("token_issued_at", .dateTime),
                .optional("warnings", .list(of: .text(upTo: 1000), atMost: 20), "What can hardly be meant."),
                Field("created_at", .dateTime), Field("changed_at", .dateTime),
            ]
        )
    )

    static let newAgent = Schema.named(
        "NewAgent",
        .object([Field("name", .text(upTo: 80))] + agentFields(allRequired: false).filter { $0.name != "name" })
    )
    static let agentChanges = Schema.named("AgentChanges", .object(agentFields(allRequired: false)))

    private static func agentFields(allRequired: Bool) -> [Field] {
        var fields: [Field] = [
            Field("name", .text(upTo: 80)),
            Field(
                "instructions",
                .text(.upTo(100_000, orEmpty: true)),
                "What the language model is told about its job."
            ),
            Field("time_zone", .text(.timeZone), "Where its \"tomorrow at ten\" is."),
            Field("read_only", .boolean, "Whether it may only read, whatever its actions could write."),
            Field(
                "lean",
                .boolean,
                "Whether its language model is shown find_action and run_action instead of a tool for each action."
            ),
            .optional(
                "fields",
                .nullable(
                    .object([.optional("readable", .fieldNames), .optional("writable", .fieldNames)])
                ),
                "The only fields it may see and set, by object."
            ),
            Field(
                "verification",
                .object([
                    .optional("facts", .list(of: .text(upTo: 200), atMost: 20)),
                    .optional("required_matches", .integer(1...20)), .optional("code", .boolean),
                ]),
                "How a caller proves to it who they are."
            ),
            Field(
                "actions",
                .list(
                    of: .object([
                        Field("action", .identifier("act")), .optional("assurance", .assurance),
                        .optional("scope", .choice(["caller", "all"])),
                    ]),
                    atMost: 120
                )
            ),
        ]
        if !allRequired { for index in fields.indices { fields[index].isRequired = false } }
        return fields
    }

    private static let fieldNames = Schema.map(of: .list(of: .text(upTo: 128), atMost: 1000))
}

extension SavedAgent {
    var json: JSONValue {
        var object: JSONObject = ["id": .string(id)]
        for member in settings.json.object ?? [:] { object[member.key] = member.value }
        object["has_token"] = .boolean(token != nil)
        object["token_issued_at"] = token.map { .string($0.issuedAt.timestamp) }
        object["created_at"] = .string(createdAt.timestamp)
        object["changed_at"] = .string(changedAt.timestamp)
        return .object(object)
    }
}
