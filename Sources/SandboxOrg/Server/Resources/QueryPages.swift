import HTTPTypes
import JSON

/// The pages that long results are answered in.
struct QueryPages: Sendable {
    /// Rows to a page, unless the request asks for fewer.
    static let standardSize = 2000
    static let smallestSize = 200

    let cursors: CursorRegistry

    /// The first page of a result, the only one where it is short.
    func first(of result: QueryResult, for request: RestRequest) -> JSONValue {
        let size = size(request)
        guard result.records.count > size else {
            return page(result.records[...], totalSize: result.totalSize, next: nil)
        }
        let id = cursors.keep(result.records)
        let next = request.path(to: "query/\(id)-\(size)")
        return page(result.records.prefix(size), totalSize: result.totalSize, next: next)
    }

    /// The page a locator leads to.
    func page(at locator: String, for request: RestRequest) throws(SalesforceError) -> JSONValue {
        let (id, records, offset) = try cursors.result(locator: locator)
        let end = min(records.count, offset + size(request))
        let next = end < records.count ? request.path(to: "query/\(id)-\(end)") : nil
        return page(records[offset..<end], totalSize: records.count, next: next)
    }

    private func page(_ records: ArraySlice<JSONValue>, totalSize: Int, next: String?) -> JSONValue {
        var page: JSONObject = ["totalSize": .number(JSONNumber(totalSize)), "done": .boolean(next == nil)]
        if let next { page["nextRecordsUrl"] = .string(next) }
        page["records"] = .array(Array(records))
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
