import Actions
import Doors
import HTTPTypes
import JSON
import Testing

struct TemplateResourceTests {
    private func asking(_ body: @escaping @Sendable (APIClient) async throws -> Void) async throws {
        try await DoorsTests.asking(
            TemplateResource(catalog: Catalog.salesforce()).endpoints,
            as: FixedCredentials.viewer
        ) {
            try await body($0)
        }
    }

    @Test func `the pages of the list have every template once`() async throws {
        try await asking { client in
            var names: [String] = []
            var path = "/v1/templates?limit=10"
            while true {
                let page = try await client.get(path).json
                #expect(Schema.page(.template).faults(in: page).isEmpty)
                names += (page["items"]?.array ?? []).compactMap { $0["name"]?.string }
                guard let next = page["next"]?.string else { break }
                path = "/v1/templates?limit=10&cursor=\(next)"
            }
            #expect(names == (try Catalog.salesforce()).actions.map(\.name))
        }
    }

    @Test func `a group has its templates only`() async throws {
        try await asking { client in
            let items = try await client.get("/v1/templates?group=Notes").json["items"]?.array ?? []
            #expect(!items.isEmpty && items.allSatisfy { $0["group"] == "Notes" })
            #expect(try await client.get("/v1/templates?group=Nothing").json["items"] == [])
        }
    }

    @Test func `a preview shows the exact request`() async throws {
        try await asking { client in
            let answer = try await client.ask(
                .post,
                "/v1/templates/get_contact/preview",
                ["arguments": ["record_id": "003000000000001AAA"]]
            )
            #expect(answer.status == 200, "\(answer.text)")
            #expect(answer.json["requests"]?[0]?["method"] == "GET", "\(answer.text)")
            let refused = try await client.ask(
                .post,
                "/v1/templates/create_case/preview",
                ["arguments": ["Subjec": "x"]]
            )
            #expect(refused.json["refused"]?.string?.contains("did you mean") ?? false, "\(refused.text)")
        }
    }

    @Test func `what does not exist is not found`() async throws {
        try await asking { client in
            let template = try await client.get("/v1/templates/no_such")
            #expect(template.code == "no_such_template")
            let cursor = try await client.get("/v1/templates?cursor=%2A")
            #expect(cursor.status == 422)
        }
    }
}
