import FoundationEssentials
import JSON
import Synchronization

/// The results of queries that did not fit on one page.
final class CursorRegistry: Sendable {
    private struct Cursor {
        var records: [JSONValue]
        var expires: Date
    }

    /// Salesforce keeps a query locator for two days.
    private static let lifetime: TimeInterval = 2 * 86_400

    private let clock: @Sendable () -> Date
    private let cursors = Mutex<(byId: [String: Cursor], count: Int)>(([:], 0))

    init(clock: @escaping @Sendable () -> Date) { self.clock = clock }

    /// Keeps a result; answers the id of its locator.
    func keep(_ records: [JSONValue]) -> String {
        let now = clock()
        return cursors.withLock { cursors in
            cursors.byId = cursors.byId.filter { $0.value.expires > now }
            cursors.count += 1
            let id = RecordId(prefix: "01g", number: cursors.count).text
            cursors.byId[id] = Cursor(records: records, expires: now.addingTimeInterval(Self.lifetime))
            return id
        }
    }

    /// The result a locator like `01g…-2000` belongs to, and where in it the locator stands.
    func result(locator: String) throws(SalesforceError) -> (id: String, records: [JSONValue], offset: Int) {
        let parts = locator.split(separator: "-", maxSplits: 1)
        let now = clock()
        guard let first = parts.first, let id = RecordId(first)?.text,
            let offset = parts.count == 2 ? Int(parts[1]) : 0,
            let cursor = cursors.withLock({ $0.byId[id] }), cursor.expires > now,
            (0...cursor.records.count).contains(offset)
        else {
            throw SalesforceError(status: 400, code: "INVALID_QUERY_LOCATOR", message: "invalid query locator")
        }
        return (id, cursor.records, offset)
    }
}
