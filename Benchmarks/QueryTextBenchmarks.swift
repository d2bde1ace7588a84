import SOQL

/// From the text of a query to its tree, and back.
struct QueryTextBenchmarks {
    private static let text = """
        SELECT Id, Name, Title, Email, Phone, MobilePhone, Account.Name FROM Contact \
        WHERE (Name LIKE '%Sarah%' OR Email LIKE '%Sarah%') AND IsDeleted = false \
        ORDER BY LastModifiedDate DESC NULLS LAST LIMIT 10
        """

    func run(_ stopwatch: inout Stopwatch, _ report: Report) throws {
        let length = Self.text.utf8.count
        let parsing = try stopwatch.measure(runs: 20_000) { _ in
            try Query(parsing: Self.text).selection.count
        }
        report.line("Parse a query of \(length) characters", parsing, against: .target(.microseconds(20)))
        let query = try Query(parsing: Self.text)
        let printing = stopwatch.measure(runs: 20_000) { _ in query.printed().count }
        report.line("Print it", printing)
    }
}
