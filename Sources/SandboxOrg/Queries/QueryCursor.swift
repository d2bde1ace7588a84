import SOQL

/// A long result of which only the numbers of the rows are held.
///
/// The rows are read anew for each page: as many as were found, in the order they were found in, with the values they
/// have by then.
struct QueryCursor: Sendable {
    let query: Query
    let context: QueryEngine.Context
    /// The numbers of all rows in the object's table, in order.
    let rowNumbers: [Int64]
}
