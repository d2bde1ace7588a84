import JSON

/// What a query found.
struct QueryResult: Sendable {
    /// The rows found, or the count that `SELECT COUNT()` asked for.
    var totalSize: Int
    /// All records, or the first of them where there are more than were wanted at once. Empty for `SELECT COUNT()`.
    var records: [JSONValue]
    /// Leads to all records of a long result.
    var cursor: QueryCursor?
}
