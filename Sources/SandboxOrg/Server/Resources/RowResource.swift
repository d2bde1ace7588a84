import HTTPTypes
import JSON

/// `/sobjects/X/{id}`: reading, changing and deleting single records.
struct RowResource: Sendable {
    let org: Org

    var routes: [Route] {
        [
            Route("sobjects/{object}/{id}", [.get: read, .patch: update, .delete: delete])
        ]
    }

    private func read(_ request: RestRequest) async throws(SalesforceError) -> RestResponse {
        let fields = request.query["fields"]?.split(separator: ",").map(\.trimmed)
        return .json(
            try await org.record(
                request.parameter("object"),
                request.parameter("id"),
                fields: fields,
                apiVersion: request.apiVersion
            )
        )
    }

    private func update(_ request: RestRequest) async throws(SalesforceError) -> RestResponse {
        try RequestFormat.check(request)
        try await org.update(
            request.parameter("object"),
            request.parameter("id"),
            request.json(),
            text: request.body,
            as: request.userId
        )
        return .noContent
    }

    private func delete(_ request: RestRequest) async throws(SalesforceError) -> RestResponse {
        try await org.delete(request.parameter("object"), request.parameter("id"), as: request.userId)
        return .noContent
    }
}
