import Actions
import Doors
import JSON
import Testing

/// The description of the whole API.
struct OpenAPIDocumentTests {
    private let endpoints: [Endpoint]
    private let document: JSONValue

    init() throws {
        endpoints = try DocumentResource.describing(
            TemplateResource(catalog: Catalog.salesforce()).endpoints,
            version: "1.0"
        )
        document = OpenAPIDocument.json(endpoints, version: "1.0")
    }

    @Test func `every operation has a name of its own and says what it does`() {
        #expect(Set(endpoints.map(\.operation)).count == endpoints.count)
        #expect(endpoints.allSatisfy { $0.summary.hasSuffix(".") })
        #expect(Set(endpoints.map { "\($0.method) \($0.path)" }).count == endpoints.count)
    }

    @Test func `every schema that is named is there`() {
        func check(_ value: JSONValue) {
            switch value {
            case .object(let object):
                if let reference = object["$ref"]?.string {
                    let name = String(reference.split(separator: "/").last ?? "")
                    #expect(document["components"]?["schemas"]?[name]?.object?.isEmpty == false, "\(reference)")
                }
                for member in object { check(member.value) }
            case .array(let elements): for element in elements { check(element) }
            default: break
            }
        }
        check(document)
    }

    @Test func `every example is one`() {
        for endpoint in endpoints {
            for item in endpoint.query {
                guard let example = item.example else { continue }
                #expect(item.schema.faults(in: example).isEmpty, "\(endpoint.operation) \(item.name)")
            }
            if let body = endpoint.body {
                #expect(body.schema.faults(in: body.example).isEmpty, "\(endpoint.operation)")
            }
            for answer in endpoint.allAnswers {
                guard let example = answer.example, let schema = answer.schema else { continue }
                #expect(schema.faults(in: example).isEmpty, "\(endpoint.operation) \(answer.status)")
            }
        }
    }

    @Test func `names in one path differ`() {
        for endpoint in endpoints {
            #expect(Set(endpoint.pathParameters).count == endpoint.pathParameters.count, "\(endpoint.path)")
        }
    }
}
