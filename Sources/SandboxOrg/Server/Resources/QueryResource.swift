import HTTPTypes
import JSON

/// `/query`, `/queryAll` and `/search`, and the pages of long results.
struct QueryResource: Sendable {
    /// Rows to a page, unless the request asks for fewer.
    static let standardPageSize = 2000
    static let smallestPageSize = 200

    let org: Org
    let cursors: CursorRegistry

    var routes: [Route] {
        [
            Route("query", [.get: query]),
            Route("queryAll", [.get: queryAll]),
            Route("query/{locator}", [.get: nextPage]),
            Route("queryAll/{locator}", [.get: nextPage]),
            Route("search", [.get: search]),
        ]
    }

    private func query(_ request: RestRequest) async throws(SalesforceError) -> RestResponse {
        try await query(request, includesDeleted: false)
    }

    private func queryAll(_ request: RestRequest) async throws(SalesforceError) -> RestResponse {
        try await query(request, includesDeleted: true)
    }

    private func query(
        _ request: RestRequest,
        includesDeleted: Bool
    ) async throws(SalesforceError) -> RestResponse {
        guard let soql = request.query["q"], !soql.isEmpty else {
            throw SalesforceError(status: 400, code: "MALFORMED_QUERY", message: "A query string has to be specified")
        }
        let result = try await org.query(
            soql,
            as: request.userId,
            apiVersion: request.apiVersion,
            includesDeleted: includesDeleted
        )
        let size = pageSize(request)
        guard result.records.count > size else {
            return .json(page(result.records[...], totalSize: result.totalSize, next: nil))
        }
        let id = cursors.keep(result.records)
        return .json(
            page(
                result.records.prefix(size),
                totalSize: result.totalSize,
                next: request.path(to: "query/\(id)-\(size)")
            )
        )
    }

    private func nextPage(_ request: RestRequest) async throws(SalesforceError) -> RestResponse {
        let (id, records, offset) = try cursors.result(locator: request.parameter("locator"))
        let end = min(records.count, offset + pageSize(request))
        let next = end < records.count ? request.path(to: "query/\(id)-\(end)") : nil
        return .json(page(records[offset..<end], totalSize: records.count, next: next))
    }

    private func search(_ request: RestRequest) async throws(SalesforceError) -> RestResponse {
        guard let sosl = request.query["q"], !sosl.isEmpty else {
            throw SalesforceError(
                status: 400,
                code: "MALFORMED_SEARCH",
                message: "No search term found. The search term must be enclosed in braces."
            )
        }
        let found = try await org.search(sosl, as: request.userId, apiVersion: request.apiVersion)
        return .json(["searchRecords": .array(found)])
    }

    private func page(_ records: ArraySlice<JSONValue>, totalSize: Int, next: String?) -> JSONValue {
        var page: JSONObject = ["totalSize": .number(JSONNumber(totalSize)), "done": .boolean(next == nil)]
        if let next { page["nextRecordsUrl"] = .string(next) }
        page["records"] = .array(Array(records))
        return .object(page)
    }

    /// What `Sforce-Query-Options: batchSize=500` asks for, within the limits.
    private func pageSize(_ request: RestRequest) -> Int {
        let options = request.headers[.sforceQueryOptions]?.split(separator: ",") ?? []
        for option in options {
            let parts = option.split(separator: "=").map(\.trimmed)
            if parts.count == 2, parts[0].lowercased() == "batchsize", let size = Int(parts[1]) {
                return min(max(size, Self.smallestPageSize), Self.standardPageSize)
            }
        }
        return Self.standardPageSize
    }
}
