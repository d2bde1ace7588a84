import FoundationEssentials
import GRDB
import HTTPTypes
import JSON

/// `/sobjects/X/updated` and `/sobjects/X/deleted`: what has changed within a span of time.
struct ReplicationResource: Sendable {
    private static let largestCount = 600_000
    private static let millisecondsADay = 86_400_000
    private static let millisecondsAMinute = 60_000

    var routes: [Route] {
        [
            Route("sobjects/{object}/updated", [.get: updated]),
            Route("sobjects/{object}/deleted", [.get: deleted]),
        ]
    }

    private func updated(_ request: RestRequest, _ connection: OrgConnection) throws(SalesforceError) -> RestResponse {
        let object = try replicated(request, connection)
        let span = try span(of: request, days: 30, connection)
        let rows = try rows(of: object, in: span, isDeleted: false, connection)
        return .json([
            "ids": .array(rows.map { .string($0.id) }),
            "latestDateCovered": .string(DateTimeText.text(ofMilliseconds: span.upperBound)),
        ])
    }

    private func deleted(_ request: RestRequest, _ connection: OrgConnection) throws(SalesforceError) -> RestResponse {
        let object = try replicated(request, connection)
        let span = try span(of: request, days: 15, connection)
        let rows = try rows(of: object, in: span, isDeleted: true, connection)
        let earliest = try connection.perform {
            try Int.fetchOne(
                connection.db,
                sql: "SELECT MIN(\"SystemModstamp\") FROM \(object.name.quotedAsName) WHERE \"IsDeleted\" = 1"
            )
        }
        return .json([
            "deletedRecords": .array(
                rows.map { row in
                    [
                        "deletedDate": .string(DateTimeText.text(ofMilliseconds: row.modified)), "id": .string(row.id),
                    ]
                }
            ),
            "earliestDateAvailable": .string(DateTimeText.text(ofMilliseconds: earliest ?? span.lowerBound)),
            "latestDateCovered": .string(DateTimeText.text(ofMilliseconds: span.upperBound)),
        ])
    }

    private func replicated(
        _ request: RestRequest,
        _ connection: OrgConnection
    ) throws(SalesforceError) -> ObjectDefinition {
        let object = try connection.org.object(request.parameter("object"))
        guard object.isDeletable, object.field("SystemModstamp") != nil else {
            throw SalesforceError(
                status: 400,
                code: "INVALID_TYPE_FOR_OPERATION",
                message: "entity type \(object.name) does not support replication"
            )
        }
        return object
    }

    /// The span from `start` to `end`, without their seconds.
    private func span(
        of request: RestRequest,
        days: Int,
        _ connection: OrgConnection
    ) throws(SalesforceError) -> Range<Int> {
        let start = try moment("start", request)
        let end = try moment("end", request)
        let now = Int(connection.now.timeIntervalSince1970 * 1000)
        guard start < end else { throw Self.invalidDate("The end date must be after the start date") }
        guard start >= now - days * Self.millisecondsADay - Self.millisecondsAMinute, start <= now else {
            throw Self.invalidDate("The start date must be within the last \(days) days")
        }
        return start..<min(end, max(now, start + 1))
    }

    private func moment(_ name: String, _ request: RestRequest) throws(SalesforceError) -> Int {
        guard let text = request.query[name], !text.isEmpty else { throw .missing(name) }
        // A plus sign that nobody has escaped arrives as a space.
        guard let milliseconds = DateTimeText.milliseconds(parsing: text.replacing(" ", with: "+")) else {
            throw Self.invalidDate("\(name): invalid date: \(text)")
        }
        return milliseconds - milliseconds % Self.millisecondsAMinute
    }

    private static func invalidDate(_ message: String) -> SalesforceError {
        SalesforceError(status: 400, code: "INVALID_REPLICATION_DATE", message: message)
    }

    private func rows(
        of object: ObjectDefinition,
        in span: Range<Int>,
        isDeleted: Bool,
        _ connection: OrgConnection
    ) throws(SalesforceError) -> [(id: String, modified: Int)] {
        let found = try connection.perform {
            try Row.fetchAll(
                connection.db,
                sql: """
                    SELECT "Id", "SystemModstamp" FROM \(object.name.quotedAsName)
                    WHERE "IsDeleted" = ? AND "SystemModstamp" >= ? AND "SystemModstamp" < ?
                    ORDER BY "Id" LIMIT \(Self.largestCount + 1)
                    """,
                arguments: [isDeleted, span.lowerBound, span.upperBound]
            ).map { (id: $0["Id"] as String, modified: $0["SystemModstamp"] as Int) }
        }
        guard found.count <= Self.largestCount else {
            throw SalesforceError(
                status: 400,
                code: "EXCEEDED_ID_LIMIT",
                message: "The query returned more than \(Self.largestCount) records"
            )
        }
        return found
    }
}
