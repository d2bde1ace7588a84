import FoundationEssentials
import Synchronization

/// The results of queries that did not fit on one page.
final class CursorRegistry: Sendable {
    private struct Entry {
        var cursor: QueryCursor
        var expires: Date
    }

    private struct State {
        var entries: [String: Entry] = [:]
        /// From the oldest to the newest.
        var ids: [String] = []
        var count = 0
        var rowCount = 0
    }

    /// Salesforce keeps a query locator for two days.
    private static let lifetime: TimeInterval = 2 * 86_400

    /// The rows that all locators lead to together: 80 MB. The oldest locators make way for new ones.
    private static let maximumRowCount = 10_000_000

    private let clock: @Sendable () -> Date
    private let state = Mutex(State())

    init(clock: @escaping @Sendable () -> Date) { self.clock = clock }

    /// Keeps a result; answers the id of its locator.
    func keep(_ cursor: QueryCursor) -> String {
        let now = clock()
        return state.withLock { state in
            state.count += 1
            let id = RecordId(prefix: "01g", number: state.count).text
            state.entries[id] = Entry(cursor: cursor, expires: now.addingTimeInterval(Self.lifetime))
            state.ids.append(id)
            state.rowCount += cursor.rowNumbers.count
            var gone = 0
            while gone < state.ids.count - 1, let oldest = state.entries[state.ids[gone]],
                oldest.expires <= now || state.rowCount > Self.maximumRowCount
            {
                state.rowCount -= oldest.cursor.rowNumbers.count
                state.entries[state.ids[gone]] = nil
                gone += 1
            }
            state.ids.removeFirst(gone)
            return id
        }
    }

    /// Forgets all results. Their locators are not given out again.
    func clear() {
        state.withLock { state in
            state.entries = [:]
            state.ids = []
            state.rowCount = 0
        }
    }

    /// The result a locator like `01g…-2000` belongs to, and where in it the locator stands.
    func result(locator: String) throws(SalesforceError) -> (id: String, cursor: QueryCursor, offset: Int) {
        let parts = locator.split(separator: "-", maxSplits: 1)
        let now = clock()
        guard let first = parts.first, let id = RecordId(first)?.text,
            let offset = parts.count == 2 ? Int(parts[1]) : 0,
            let entry = state.withLock({ $0.entries[id] }), entry.expires > now,
            (0...entry.cursor.rowNumbers.count).contains(offset)
        else {
            throw SalesforceError(status: 400, code: "INVALID_QUERY_LOCATOR", message: "invalid query locator")
        }
        return (id, entry.cursor, offset)
    }
}
