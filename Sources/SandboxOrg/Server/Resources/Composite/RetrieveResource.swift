import HTTPTypes
import JSON

/// `/composite/sobjects/X`: reading many records by their ids.
struct RetrieveResource: Sendable {
    private static let largestCount = 2000

    var routes: [Route] { [Route("composite/sobjects/{object}", [.get: read, .post: readListed])] }

    /// The ids and fields are parameters.
    private func read(_ request: RestRequest, _ connection: OrgConnection) throws(SalesforceError) -> RestResponse {
        guard let ids = request.query["ids"] else { throw .missing("ids") }
        guard let fields = request.fields else { throw .missing("fields") }
        return try records(ids.split(separator: ",").map(\.trimmed), fields, request, connection)
    }

    /// The ids and fields are in the body.
    private func readListed(
        _ request: RestRequest,
        _ connection: OrgConnection
    ) throws(SalesforceError) -> RestResponse {
        try RequestFormat.check(request)
        let body = try request.json()
        let ids = try Self.texts("ids", of: body)
        return try records(ids, try Self.texts("fields", of: body), request, connection)
    }

    private func records(
        _ ids: [String],
        _ fields: [String],
        _ request: RestRequest,
        _ connection: OrgConnection
    ) throws(SalesforceError) -> RestResponse {
        let object = try connection.org.object(request.parameter("object"))
        guard ids.count <= Self.largestCount else { throw .tooManyRecords(Self.largestCount) }
        let paths = fields.filter { !$0.isEmpty }
        guard !paths.isEmpty else { throw .missing("fields") }
        var records: [JSONValue] = []
        for text in ids {
            guard let id = RecordId(text) else {
                throw SalesforceError(status: 400, code: "MALFORMED_ID", message: "malformed id \(text)")
            }
            guard id.prefix == object.keyPrefix else {
                records.append(.null)
                continue
            }
            let record = try connection.record(object, id.text, fields: paths, apiVersion: request.apiVersion)
            records.append(record ?? .null)
        }
        return .json(.array(records))
    }

    private static func texts(_ name: String, of body: JSONValue) throws(SalesforceError) -> [String] {
        var texts: [String] = []
        for element in try body.list(name) {
            guard let text = element.string else {
                throw .unreadable("string", token: FieldReader.token(of: element), at: (1, 1))
            }
            texts.append(text.trimmed)
        }
        return texts
    }
}
