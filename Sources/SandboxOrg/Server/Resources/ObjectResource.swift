import HTTPTypes
import JSON

/// `/sobjects`, `/sobjects/X` and `/sobjects/X/describe`: what objects there are, and creating their records.
struct ObjectResource: Sendable {
    var routes: [Route] {
        [
            Route("sobjects", [.get: list]),
            Route("sobjects/{object}", [.get: summarize, .post: create]),
            Route("sobjects/{object}/describe", [.get: describe]),
        ]
    }

    private func list(_ request: RestRequest, _ connection: OrgConnection) throws(SalesforceError) -> RestResponse {
        let schema = connection.org.schema
        let description = ObjectDescription(schema: schema, apiVersion: request.apiVersion)
        return try described(request, connection) {
            [
                "encoding": "UTF-8",
                "maxBatchSize": 200,
                "sobjects": .array(schema.objects.map { .object(description.summary(of: $0)) }),
            ]
        }
    }

    private func summarize(
        _ request: RestRequest,
        _ connection: OrgConnection
    ) throws(SalesforceError) -> RestResponse {
        let object = try connection.org.object(request.parameter("object"))
        let description = ObjectDescription(schema: connection.org.schema, apiVersion: request.apiVersion)
        let recent = try connection.recentRecords(of: [object], limit: RecentResource.standardLimit)
        return .json([
            "objectDescribe": .object(description.summary(of: object)),
            "recentItems": .array(recent.map { $0.json(apiVersion: request.apiVersion) }),
        ])
    }

    private func describe(
        _ request: RestRequest,
        _ connection: OrgConnection
    ) throws(SalesforceError) -> RestResponse {
        let object = try connection.org.object(request.parameter("object"))
        let description = ObjectDescription(schema: connection.org.schema, apiVersion: request.apiVersion)
        return try described(request, connection) { .object(description.description(of: object)) }
    }

    private func create(_ request: RestRequest, _ connection: OrgConnection) throws(SalesforceError) -> RestResponse {
        let object = try connection.org.object(request.parameter("object"))
        try RequestFormat.check(request)
        let id = try connection.create(object, request.json(), text: request.body)
        var response = RestResponse.json(["id": .string(id), "success": true, "errors": []], status: 201)
        response.headers[.location] = request.path(to: "sobjects/\(object.name)/\(id)")
        return response
    }

    private func described(
        _ request: RestRequest,
        _ connection: OrgConnection,
        _ body: () -> JSONValue
    ) throws(SalesforceError) -> RestResponse {
        let validator = try connection.schemaValidator()
        let conditions = Preconditions(request.headers)
        try conditions.check(validator)
        if conditions.isKnown(validator) { return .notModified(validator.headers) }
        var response = RestResponse.json(body())
        response.headers = validator.headers
        return response
    }
}
