import HTTPTypes
import JSON

/// The API's own description.
package struct DocumentResource: Sendable {
    /// The table the description is of, this resource's own operation included.
    package static func describing(_ endpoints: [Endpoint], version: String) -> [Endpoint] {
        let own = Endpoint(
            .get,
            "/openapi.json",
            "getOpenAPI",
            "Describes this API.",
            for: .anyone,
            answers: [.json("An OpenAPI 3.1 document.", .map(of: .anything))],
            handler: { _ in .done }
        )
        // Made once: it is the same for everybody, and 100 kB long.
        let document = OpenAPIDocument.json(endpoints + [own], version: version)
        var described = own
        described.handler = { _ in .json(document) }
        return endpoints + [described]
    }
}
