import JSON

/// What a query found: all of it, before it is cut into pages.
struct QueryResult: Sendable {
    /// The rows found, or the count that `SELECT COUNT()` asked for.
    var totalSize: Int
    /// Empty for `SELECT COUNT()`.
    var records: [JSONValue]
}
