import HTTPTypes
import JSON

/// `/sobjects/X/{id}/{name}`: what belongs to a record: the record a reference points at, the records that point back, or
/// the bytes of a field.
struct RelatedResource: Sendable {
    let pages: QueryPages

    func read(_ request: RestRequest, _ connection: OrgConnection) throws(SalesforceError) -> RestResponse {
        let object = try connection.org.object(request.parameter("object"))
        let id = try connection.org.recordId(request.parameter("key"), of: object)
        let name = request.parameter("value")
        if let field = object.field(name), field.type == .base64 {
            let bytes = try connection.data(object, id, field: field)
            return RestResponse(.bytes(bytes, contentType: "application/octet-stream"))
        }
        guard let values = try connection.values(object, id) else { throw .notFound }
        if let reference = object.reference(named: name) {
            return try parent(values.text(reference.name), request, connection)
        }
        guard let relationship = object.childRelationship(named: name) else { throw .notFound }
        return try children(of: id, by: relationship, request, connection)
    }

    private func parent(
        _ id: String?,
        _ request: RestRequest,
        _ connection: OrgConnection
    ) throws(SalesforceError) -> RestResponse {
        guard let id, let object = connection.org.schema.object(ofId: id),
            let record = try connection.record(object, id, fields: request.fields, apiVersion: request.apiVersion)
        else { throw .notFound }
        return .json(record)
    }

    private func children(
        of id: String,
        by relationship: ObjectDefinition.ChildRelationship,
        _ request: RestRequest,
        _ connection: OrgConnection
    ) throws(SalesforceError) -> RestResponse {
        let child = try connection.org.object(relationship.childObject)
        let fields = request.fields.map { $0.filter { $0.lowercased() != "id" } + ["Id"] } ?? child.fields.map(\.name)
        guard fields.allSatisfy(Self.isPath) else {
            throw .invalidField("No such column '\(fields.joined(separator: ","))' on sobject of type \(child.name)")
        }
        let soql = "SELECT \(fields.joined(separator: ", ")) FROM \(child.name) WHERE \(relationship.field) = '\(id)'"
        return .json(try pages.first(of: soql, for: request, connection))
    }

    /// Whether a text is names with points between them, which means nothing else where it is put into a query.
    private static func isPath(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
            }
    }
}
