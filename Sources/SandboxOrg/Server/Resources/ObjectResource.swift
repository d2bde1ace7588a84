import HTTPTypes
import JSON

/// `/sobjects`, `/sobjects/X` and `/sobjects/X/describe`: what objects there are, and creating their records.
struct ObjectResource: Sendable {
    let org: Org

    var routes: [Route] {
        [
            Route("sobjects", [.get: list]),
            Route("sobjects/{object}", [.get: summarize, .post: create]),
            Route("sobjects/{object}/describe", [.get: describe]),
        ]
    }

    private func list(_ request: RestRequest) async throws(SalesforceError) -> RestResponse {
        let description = ObjectDescription(schema: org.schema, apiVersion: request.apiVersion)
        return .json([
            "encoding": "UTF-8",
            "maxBatchSize": 200,
            "sobjects": .array(org.schema.objects.map { .object(description.summary(of: $0)) }),
        ])
    }

    private func summarize(_ request: RestRequest) async throws(SalesforceError) -> RestResponse {
        let object = try org.object(request.parameter("object"))
        let description = ObjectDescription(schema: org.schema, apiVersion: request.apiVersion)
        return .json(["objectDescribe": .object(description.summary(of: object)), "recentItems": []])
    }

    private func describe(_ request: RestRequest) async throws(SalesforceError) -> RestResponse {
        let object = try org.object(request.parameter("object"))
        let description = ObjectDescription(schema: org.schema, apiVersion: request.apiVersion)
        return .json(.object(description.description(of: object)))
    }

    private func create(_ request: RestRequest) async throws(SalesforceError) -> RestResponse {
        _ = try org.object(request.parameter("object"))
        try RequestFormat.check(request)
        let id = try await org.create(
            request.parameter("object"),
            request.json(),
            text: request.body,
            as: request.userId
        )
        return .json(["id": .string(id), "success": true, "errors": []], status: 201)
    }
}
