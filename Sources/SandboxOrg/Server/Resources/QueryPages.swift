import HTTPTypes
import JSON

/// The pages that long results are answered in.
struct QueryPages: Sendable {
    /// Rows to a page, those of children included, unless the request asks for fewer.
    static let standardSize = 2000
    static let smallestSize = 200

    let cursors: CursorRegistry

    /// The first page of what a query finds, the only one where that is little.
    func first(
        of soql: String,
        for request: RestRequest,
        _ connection: OrgConnection,
        includesDeleted: Bool = false
    ) throws(SalesforceError) -> JSONValue {
        let result = try connection.query(
            soql,
            apiVersion: request.apiVersion,
            includesDeleted: includesDeleted,
            page: budget(request)
        )
        let next = result.cursor.map { link(to: $0, result.records.count, request) }
        return page(result.records, totalSize: result.totalSize, next: next)
    }

    /// The page a locator leads to.
    func page(
        at locator: String,
        for request: RestRequest,
        _ connection: OrgConnection
    ) throws(SalesforceError) -> JSONValue {
        let (id, cursor, offset) = try cursors.result(locator: locator)
        let count = cursor.rowNumbers.count
        let range = offset..<min(count, offset + size(request))
        let (records, done) = try connection.records(range, of: cursor, page: budget(request))
        let end = offset + done
        let next = end < count ? request.path(to: "query/\(id)-\(end)") : nil
        return page(records, totalSize: count, next: next)
    }

    private func budget(_ request: RestRequest) -> PageBudget {
        PageBudget(size(request)) { cursor, offset in link(to: cursor, offset, request) }
    }

    private func link(to cursor: QueryCursor, _ offset: Int, _ request: RestRequest) -> String {
        request.path(to: "query/\(cursors.keep(cursor))-\(offset)")
    }

    private func page(_ records: [JSONValue], totalSize: Int, next: String?) -> JSONValue {
        var page: JSONObject = ["totalSize": .number(JSONNumber(totalSize)), "done": .boolean(next == nil)]
        if let next { page["nextRecordsUrl"] = .string(next) }
        page["records"] = .array(records)
        return .object(page)
    }

    /// What `Sforce-Query-Options: batchSize=500` asks for, within the limits.
    private func size(_ request: RestRequest) -> Int {
        let options = request.headers[.sforceQueryOptions]?.split(separator: ",") ?? []
        for option in options {
            let parts = option.split(separator: "=").map(\.trimmed)
            if parts.count == 2, parts[0].lowercased() == "batchsize", let size = Int(parts[1]) {
                return min(max(size, Self.smallestSize), Self.standardSize)
            }
        }
        return Self.standardSize
    }
}
