import HTTPTypes
import JSON

/// `/composite/sobjects`: creating, changing and deleting up to 200 records at once.
struct CollectionResource: Sendable {
    private static let largestCount = 200
    /// How often the kind of record may change from one to the next.
    private static let largestChunkCount = 10

    var routes: [Route] {
        [
            Route("composite/sobjects", [.post: create, .patch: update, .delete: delete]),
            Route("composite/sobjects/{object}/{key}", [.patch: upsert]),
        ]
    }

    // MARK: Requests

    private func create(_ request: RestRequest, _ connection: OrgConnection) throws(SalesforceError) -> RestResponse {
        let (records, isAllOrNone) = try records(of: request)
        return try save(records, isAllOrNone: isAllOrNone, request, connection) { record throws(SalesforceError) in
            let object = try record.object(in: connection.org)
            return .saved(id: try connection.create(object, record.body, text: request.body), isNew: nil)
        }
    }

    private func update(_ request: RestRequest, _ connection: OrgConnection) throws(SalesforceError) -> RestResponse {
        let (records, isAllOrNone) = try records(of: request)
        return try save(records, isAllOrNone: isAllOrNone, request, connection) { record throws(SalesforceError) in
            let object = try record.object(in: connection.org)
            guard let text = record.id else {
                throw SalesforceError(
                    status: 400,
                    code: "MISSING_ARGUMENT",
                    message: "Id not specified in an update call",
                    fields: []
                )
            }
            let id = try Self.id(text, of: object)
            do throws(SalesforceError) {
                try connection.update(object, id, record.bodyWithoutId, text: request.body)
            } catch {
                throw Self.asCrossReference(error)
            }
            return .saved(id: id, isNew: nil)
        }
    }

    private func upsert(_ request: RestRequest, _ connection: OrgConnection) throws(SalesforceError) -> RestResponse {
        let object = try connection.org.object(request.parameter("object"))
        let key = try object.keyField(request.parameter("key"))
        let (records, isAllOrNone) = try records(of: request)
        return try save(records, isAllOrNone: isAllOrNone, request, connection) { record throws(SalesforceError) in
            guard try record.object(in: connection.org).name == object.name else {
                throw .invalidField("The records must be of the type \(object.name)")
            }
            return try upsert(record, into: object, by: key, request, connection)
        }
    }

    private func upsert(
        _ record: CollectionRecord,
        into object: ObjectDefinition,
        by key: FieldDefinition,
        _ request: RestRequest,
        _ connection: OrgConnection
    ) throws(SalesforceError) -> RowResult {
        if key.type == .id {
            guard let text = record.id else {
                let id = try connection.create(object, record.bodyWithoutId, text: request.body)
                return .saved(id: id, isNew: true)
            }
            let id = try Self.id(text, of: object)
            try connection.update(object, id, record.bodyWithoutId, text: request.body)
            return .saved(id: id, isNew: false)
        }
        guard let value = record.value(of: key.name) else {
            throw SalesforceError(
                status: 400,
                code: "MISSING_ARGUMENT",
                message: "\(key.name) not specified",
                fields: []
            )
        }
        let ids = try connection.ids(of: object, where: key, is: value)
        guard ids.count <= 1 else {
            throw SalesforceError(
                status: 400,
                code: "DUPLICATE_EXTERNAL_ID",
                message:
                    "\(key.label): more than one record found for external id field: [\(ids.joined(separator: ", "))]",
                fields: [key.name]
            )
        }
        guard let id = ids.first else {
            return .saved(id: try connection.create(object, record.body, text: request.body), isNew: true)
        }
        try connection.update(object, id, record.body(without: key.name), text: request.body)
        return .saved(id: id, isNew: false)
    }

    private func delete(_ request: RestRequest, _ connection: OrgConnection) throws(SalesforceError) -> RestResponse {
        let ids = request.query["ids"]?.split(separator: ",").map(\.trimmed).filter { !$0.isEmpty } ?? []
        guard !ids.isEmpty else { throw .missing("ids") }
        guard ids.count <= Self.largestCount else { throw .tooManyRecords(Self.largestCount) }
        let isAllOrNone = request.query["allOrNone"]?.lowercased() == "true"
        return try save(ids, isAllOrNone: isAllOrNone, request, connection) { text throws(SalesforceError) in
            guard let id = RecordId(text), let object = connection.org.schema.object(ofId: id.text) else {
                throw SalesforceError(status: 400, code: "MALFORMED_ID", message: "bad id \(text)", fields: [])
            }
            do throws(SalesforceError) {
                try connection.delete(object, id.text)
            } catch {
                throw Self.asCrossReference(error)
            }
            return .saved(id: id.text, isNew: nil)
        }
    }

    // MARK: Saving

    /// Saves each by itself, and all of them or none when so wanted.
    private func save<Item>(
        _ items: [Item],
        isAllOrNone: Bool,
        _ request: RestRequest,
        _ connection: OrgConnection,
        one: (Item) throws(SalesforceError) -> RowResult
    ) throws(SalesforceError) -> RestResponse {
        var results: [RowResult] = []
        do throws(SalesforceError) {
            try connection.attempt { () throws(SalesforceError) in
                for (index, item) in items.enumerated() {
                    if let refusal = request.refusals[index] {
                        results.append(.failed(refusal))
                    } else {
                        results.append(try result(of: item, connection, one))
                    }
                }
                if isAllOrNone, results.contains(where: \.isFailure) { throw .rolledBack }
            }
        } catch {
            guard error == .rolledBack else { throw error }
            for index in results.indices where !results[index].isFailure { results[index] = .rolledBack }
        }
        return .json(.array(results.map(\.json)))
    }

    private func result<Item>(
        of item: Item,
        _ connection: OrgConnection,
        _ one: (Item) throws(SalesforceError) -> RowResult
    ) throws(SalesforceError) -> RowResult {
        do throws(SalesforceError) {
            return try connection.attempt { () throws(SalesforceError) in try one(item) }
        } catch {
            // What cannot be read at all spoils the whole request, before anything is saved.
            guard error.code != "JSON_PARSER_ERROR", error.status < 500 else { throw error }
            return .failed(error)
        }
    }

    /// Of many records, one that does not exist is a bad reference rather than a missing page.
    private static func asCrossReference(_ error: SalesforceError) -> SalesforceError {
        error == .notFound ? .invalidCrossReference : error
    }

    private static func id(_ text: String, of object: ObjectDefinition) throws(SalesforceError) -> String {
        guard let id = RecordId(text) else {
            throw SalesforceError(status: 400, code: "MALFORMED_ID", message: "malformed id \(text)", fields: ["Id"])
        }
        guard id.prefix == object.keyPrefix else {
            throw SalesforceError(
                status: 400,
                code: "MALFORMED_ID",
                message: "\(object.label) ID: id value of incorrect type: \(text)",
                fields: ["Id"]
            )
        }
        return id.text
    }

    private func records(
        of request: RestRequest
    ) throws(SalesforceError) -> (records: [CollectionRecord], isAllOrNone: Bool) {
        try RequestFormat.check(request)
        let body = try request.json()
        let elements = try body.list("records")
        guard elements.count <= Self.largestCount else { throw .tooManyRecords(Self.largestCount) }
        var records: [CollectionRecord] = []
        for element in elements { records.append(try CollectionRecord(element)) }
        let changes = zip(records, records.dropFirst()).count { $0.type.lowercased() != $1.type.lowercased() }
        guard changes < Self.largestChunkCount else {
            throw .limitExceeded(
                "The request can’t contain more than \(Self.largestChunkCount) chunks of records of one type."
            )
        }
        return (records, try body.flag("allOrNone"))
    }
}

extension SalesforceError {
    fileprivate static let rolledBack = SalesforceError(status: 400, code: "ROLLED_BACK", message: "")

    static func tooManyRecords(_ maximum: Int) -> SalesforceError {
        SalesforceError(
            status: 400,
            code: "EXCEEDED_ID_LIMIT",
            message: "record limit reached. cannot submit more than \(maximum) records into this call"
        )
    }

    static func missing(_ parameter: String) -> SalesforceError {
        SalesforceError(
            status: 400,
            code: "MISSING_ARGUMENT",
            message: "The \(parameter) parameter has to be specified"
        )
    }
}
