import HTTPTypes
import JSON
package import Workspace

/// A workspace as a file: out of one server and into another.
package struct TransferResource: Sendable {
    private let transfer: WorkspaceTransfer

    package init(transfer: WorkspaceTransfer) { self.transfer = transfer }

    package var endpoints: [Endpoint] {
        [
            Endpoint(
                .get,
                "/v1/workspace",
                "exportWorkspace",
                "Gives all actions and agents as YAML. There are no secrets in it.",
                for: .person(.viewer),
                answers: [.text(["application/yaml"], "The workspace.")]
            ) { _ in
                APIResponse(
                    .ok,
                    headers: [.contentDisposition: "attachment; filename=workspace.yaml"],
                    .text(try await transfer.exported(), contentType: "application/yaml")
                )
            },
            Endpoint(
                .post,
                "/v1/workspace",
                "importWorkspace",
                "Imports a workspace, all of it or nothing. What is here and not in the file stays.",
                for: .person(.owner),
                query: [.init("dry_run", .boolean, "Whether to say only what would be done.", example: true)],
                body: .yaml(example: "connections: []\nactions: []\nagents: []\n"),
                answers: [.json("What was done, or would be.", .importPlan)]
            ) { request in
                let isDry = request.query["dry_run"]?.boolean ?? false
                let plan = isDry ? try await transfer.plan(request.text) : try await transfer.importing(request.text)
                return .json(plan.json)
            },
        ]
    }
}

extension ImportPlan {
    fileprivate var json: JSONValue {
        let steps = steps.map { step -> JSONValue in
            var object: JSONObject = ["subject": .string(step.subject.rawValue), "name": .string(step.name)]
            switch step.effect {
            case .create: object["effect"] = "create"
            case .leave: object["effect"] = "leave"
            case .change(let members):
                object["effect"] = "change"
                object["changes"] = .array(members.map(JSONValue.string))
            }
            return .object(object)
        }
        return ["steps": .array(steps)]
    }
}

extension Schema {
    static let importPlan = Schema.named(
        "ImportPlan",
        .object([
            Field(
                "steps",
                .list(
                    of: .object([
                        Field("subject", .choice(["action", "agent"])), Field("name", .text(upTo: 200)),
                        Field("effect", .choice(["create", "change", "leave"])),
                        .optional("changes", .list(of: .text(upTo: 200), atMost: 100)),
                    ]),
                    atMost: 10_000
                )
            )
        ])
    )
}
