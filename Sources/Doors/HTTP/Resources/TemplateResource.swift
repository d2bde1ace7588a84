package import Actions
import HTTPTypes
import JSON
import Workspace

/// The action templates of the catalogue.
package struct TemplateResource: Sendable {
    private let catalog: Catalog

    package init(catalog: Catalog) { self.catalog = catalog }

    package var endpoints: [Endpoint] {
        [
            Endpoint(
                .get,
                "/v1/templates",
                "listTemplates",
                "Lists the pre-built action templates, in the groups they are shown in.",
                for: .person(.viewer),
                query: PageRequest.items + [
                    .init("group", .text(upTo: 100), "Only those of one group.", example: "Contacts")
                ],
                answers: [.json("A page of templates.", .page(.template))],
                handler: list
            ),
            Endpoint(
                .get,
                "/v1/templates/{template}",
                "getTemplate",
                "Shows a template with its parameters and its requests.",
                for: .person(.viewer),
                answers: [.json("The template.", .templateDetails)],
                handler: get
            ),
            Endpoint(
                .post,
                "/v1/templates/{template}/preview",
                "previewTemplate",
                "Shows the exact requests a template would send for some arguments. Sends nothing.",
                for: .person(.viewer),
                body: ActionPreview.body,
                answers: [.json("What would be sent.", ActionPreview.answer)],
                handler: preview
            ),
        ]
    }

    private func list(_ request: APIRequest) async throws -> APIResponse {
        let page = try PageRequest(request)
        let actions =
            request.query["group"].flatMap(\.string).map { group in
                catalog.groups.first { $0.name == group }?.actions ?? []
            } ?? catalog.actions
        return .json(page.page(of: actions, by: \.name) { $0.summary })
    }

    private func get(_ request: APIRequest) async throws -> APIResponse {
        .json(try template(request).details)
    }

    private func preview(_ request: APIRequest) async throws -> APIResponse {
        .json(ActionPreview(try template(request)).json(for: request))
    }

    private func template(_ request: APIRequest) throws(ProblemDetails) -> Action {
        guard let action = catalog[request.parameter("template")] else {
            throw ProblemDetails(
                .notFound,
                "no_such_template",
                "There is no such template. GET /v1/templates lists them."
            )
        }
        return action
    }
}
