import HTTPTypes
import JSON

/// `/sobjects/X/{field}/{value}`: records found by another key than their id. With an id in the place of the field, the
/// data of a field: `/sobjects/ContentNote/069…/Content`.
struct KeyedRowResource: Sendable {
    /// From this version on an upsert that updates answers with a body.
    private static let firstVersionWithUpsertBody = 46

    let org: Org

    var routes: [Route] {
        [
            Route("sobjects/{object}/{key}/{value}", [.get: read, .patch: upsert, .delete: delete])
        ]
    }

    private func read(_ request: RestRequest) async throws(SalesforceError) -> RestResponse {
        let object = try org.object(request.parameter("object"))
        if object.field(request.parameter("key")) == nil, RecordId(request.parameter("key")) != nil {
            return try await readData(request, of: object)
        }
        let ids = try await matches(request, of: object)
        guard let id = ids.first else { throw .notFound }
        guard ids.count == 1 else { return several(ids, of: object, request) }
        let fields = request.query["fields"]?.split(separator: ",").map(\.trimmed)
        return .json(try await org.record(object.name, id, fields: fields, apiVersion: request.apiVersion))
    }

    private func readData(
        _ request: RestRequest,
        of object: ObjectDefinition
    ) async throws(SalesforceError) -> RestResponse {
        let bytes = try await org.data(object.name, request.parameter("key"), field: request.parameter("value"))
        return RestResponse(.bytes(bytes, contentType: "application/octet-stream"))
    }

    private func upsert(_ request: RestRequest) async throws(SalesforceError) -> RestResponse {
        let object = try org.object(request.parameter("object"))
        try RequestFormat.check(request)
        let ids = try await matches(request, of: object)
        guard ids.count <= 1 else { return several(ids, of: object, request) }
        var body = try request.json()
        let key = try keyField(request, of: object)
        if let twice = body.object?.first(where: { $0.key.lowercased() == key.name.lowercased() }) {
            throw .invalidField("The \(twice.key) field should not be specified in the sobject data.")
        }
        if let id = ids.first {
            try await org.update(object.name, id, body, text: request.body, as: request.userId)
            let version = request.apiVersion.split(separator: ".").first.flatMap { Int($0) } ?? 0
            guard version >= Self.firstVersionWithUpsertBody else { return .noContent }
            return .json(result(id: id, isNew: false))
        }
        guard request.query["updateOnly"] != "true" else { throw .notFound }
        if key.type != .id, var members = body.object {
            members[key.name] = .string(request.parameter("value"))
            body = .object(members)
        }
        let id = try await org.create(object.name, body, text: request.body, as: request.userId)
        return .json(result(id: id, isNew: true), status: 201)
    }

    private func delete(_ request: RestRequest) async throws(SalesforceError) -> RestResponse {
        let object = try org.object(request.parameter("object"))
        let ids = try await matches(request, of: object)
        guard let id = ids.first else { throw .notFound }
        guard ids.count == 1 else { return several(ids, of: object, request) }
        try await org.delete(object.name, id, as: request.userId)
        return .noContent
    }

    /// The ids of the records whose key field has the value.
    private func matches(
        _ request: RestRequest,
        of object: ObjectDefinition
    ) async throws(SalesforceError) -> [String] {
        let field = try keyField(request, of: object)
        let value = request.parameter("value")
        if field.type == .id { return [try org.recordId(value, of: object)] }
        return try await org.ids(of: object, where: field, is: value)
    }

    private func keyField(
        _ request: RestRequest,
        of object: ObjectDefinition
    ) throws(SalesforceError) -> FieldDefinition {
        guard let field = object.field(request.parameter("key")), field.isExternalId || field.isIdLookup else {
            throw .noExternalId(request.parameter("key"))
        }
        return field
    }

    private func several(_ ids: [String], of object: ObjectDefinition, _ request: RestRequest) -> RestResponse {
        let paths = ids.map { JSONValue.string(request.path(to: "sobjects/\(object.name)/\($0)")) }
        return .json(.array(paths), status: 300)
    }

    private func result(id: String, isNew: Bool) -> JSONValue {
        ["id": .string(id), "success": true, "errors": [], "created": .boolean(isNew)]
    }
}
