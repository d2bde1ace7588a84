import HTTPTypes
import JSON

/// `/sobjects/X/{id}`: reading, changing and deleting single records.
struct RowResource: Sendable {
    var routes: [Route] {
        [Route("sobjects/{object}/{id}", [.get: read, .patch: update, .delete: delete])]
    }

    private func read(_ request: RestRequest, _ connection: OrgConnection) throws(SalesforceError) -> RestResponse {
        let (object, id) = try target(of: request, connection)
        guard let validator = try connection.validator(object, id) else { throw .notFound }
        let conditions = Preconditions(request.headers)
        try conditions.check(validator)
        if conditions.isKnown(validator) { return .notModified(validator.headers) }
        let record = try connection.record(object, id, fields: request.fields, apiVersion: request.apiVersion)
        guard let record else { throw .notFound }
        var response = RestResponse.json(record)
        response.headers = validator.headers
        return response
    }

    private func update(_ request: RestRequest, _ connection: OrgConnection) throws(SalesforceError) -> RestResponse {
        try RequestFormat.check(request)
        let (object, id) = try target(of: request, connection)
        try checkState(of: object, id, request, connection)
        try connection.update(object, id, request.json(), text: request.body)
        return .noContent
    }

    private func delete(_ request: RestRequest, _ connection: OrgConnection) throws(SalesforceError) -> RestResponse {
        let (object, id) = try target(of: request, connection)
        try checkState(of: object, id, request, connection)
        try connection.delete(object, id)
        return .noContent
    }

    private func checkState(
        of object: ObjectDefinition,
        _ id: String,
        _ request: RestRequest,
        _ connection: OrgConnection
    ) throws(SalesforceError) {
        guard let validator = try connection.validator(object, id) else { return }
        try Preconditions(request.headers).check(validator)
    }

    private func target(
        of request: RestRequest,
        _ connection: OrgConnection
    ) throws(SalesforceError) -> (ObjectDefinition, id: String) {
        let object = try connection.org.object(request.parameter("object"))
        return (object, try connection.org.recordId(request.parameter("id"), of: object))
    }
}
