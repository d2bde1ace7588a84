import HTTPTypes
import JSON

/// `/sobjects/X/{field}/{value}`: records found by another key than their id. With an id in the place of the field, what
/// belongs to the record: `/sobjects/ContentNote/069…/Content`, `/sobjects/Contact/003…/Account`.
struct KeyedRowResource: Sendable {
    /// From this version on an upsert that updates answers with a body.
    private static let firstVersionWithUpsertBody = 46

    let related: RelatedResource

    var routes: [Route] {
        [
            Route("sobjects/{object}/{key}", [.post: create]),
            Route("sobjects/{object}/{key}/{value}", [.get: read, .patch: upsert, .delete: delete]),
        ]
    }

    private func read(_ request: RestRequest, _ connection: OrgConnection) throws(SalesforceError) -> RestResponse {
        let object = try connection.org.object(request.parameter("object"))
        if object.field(request.parameter("key")) == nil, RecordId(request.parameter("key")) != nil {
            return try related.read(request, connection)
        }
        let ids = try matches(request, of: object, connection)
        guard let id = ids.first else { throw .notFound }
        guard ids.count == 1 else { return several(ids, of: object, request) }
        let record = try connection.record(object, id, fields: request.fields, apiVersion: request.apiVersion)
        guard let record else { throw .notFound }
        return .json(record)
    }

    /// `POST /sobjects/X/Id` creates a record like `POST /sobjects/X`.
    private func create(_ request: RestRequest, _ connection: OrgConnection) throws(SalesforceError) -> RestResponse {
        let object = try connection.org.object(request.parameter("object"))
        guard try keyField(request, of: object).type == .id else {
            throw .methodNotAllowed("POST", allowed: ["GET", "HEAD", "PATCH", "DELETE"])
        }
        try RequestFormat.check(request)
        let id = try connection.create(object, request.json(), text: request.body)
        return created(id, of: object, request)
    }

    private func upsert(_ request: RestRequest, _ connection: OrgConnection) throws(SalesforceError) -> RestResponse {
        let object = try connection.org.object(request.parameter("object"))
        try RequestFormat.check(request)
        let ids = try matches(request, of: object, connection)
        guard ids.count <= 1 else { return several(ids, of: object, request) }
        var body = try request.json()
        let key = try keyField(request, of: object)
        if let twice = body.object?.first(where: { $0.key.lowercased() == key.name.lowercased() }) {
            throw .invalidField("The \(twice.key) field should not be specified in the sobject data.")
        }
        if let id = ids.first {
            try connection.update(object, id, body, text: request.body)
            guard request.majorVersion >= Self.firstVersionWithUpsertBody else { return .noContent }
            return .json(result(id: id, isNew: false))
        }
        guard request.query["updateOnly"] != "true" else { throw .notFound }
        if key.type != .id, var members = body.object {
            members[key.name] = .string(request.parameter("value"))
            body = .object(members)
        }
        return created(try connection.create(object, body, text: request.body), of: object, request)
    }

    private func delete(_ request: RestRequest, _ connection: OrgConnection) throws(SalesforceError) -> RestResponse {
        let object = try connection.org.object(request.parameter("object"))
        let ids = try matches(request, of: object, connection)
        guard let id = ids.first else { throw .notFound }
        guard ids.count == 1 else { return several(ids, of: object, request) }
        try connection.delete(object, id)
        return .noContent
    }

    /// The ids of the records whose key field has the value.
    private func matches(
        _ request: RestRequest,
        of object: ObjectDefinition,
        _ connection: OrgConnection
    ) throws(SalesforceError) -> [String] {
        let field = try keyField(request, of: object)
        let value = request.parameter("value")
        if field.type == .id { return [try connection.org.recordId(value, of: object)] }
        return try connection.ids(of: object, where: field, is: value)
    }

    private func keyField(
        _ request: RestRequest,
        of object: ObjectDefinition
    ) throws(SalesforceError) -> FieldDefinition {
        try object.keyField(request.parameter("key"))
    }

    private func several(_ ids: [String], of object: ObjectDefinition, _ request: RestRequest) -> RestResponse {
        let paths = ids.map { JSONValue.string(request.path(to: "sobjects/\(object.name)/\($0)")) }
        return .json(.array(paths), status: 300)
    }

    private func created(_ id: String, of object: ObjectDefinition, _ request: RestRequest) -> RestResponse {
        var response = RestResponse.json(result(id: id, isNew: true), status: 201)
        response.headers[.location] = request.path(to: "sobjects/\(object.name)/\(id)")
        return response
    }

    private func result(id: String, isNew: Bool) -> JSONValue {
        ["id": .string(id), "success": true, "errors": [], "created": .boolean(isNew)]
    }
}

extension ObjectDefinition {
    /// The field of a name by which records can be found.
    func keyField(_ name: String) throws(SalesforceError) -> FieldDefinition {
        guard let field = field(name), field.isExternalId || field.isIdLookup else { throw .noExternalId(name) }
        return field
    }
}
