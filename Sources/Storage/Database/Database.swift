package import Platforms

/// A database, whichever engine keeps it. The same SQL runs on all of them.
///
/// Placeholders are `$1`, `$2`, …; the only column types are `TEXT` and `BIGINT`. Times are `BIGINT` milliseconds since
/// 1970, truth is 0 or 1, JSON and base64 are `TEXT`.
package protocol Database: Sendable {
    /// Whether other nodes work on the same database.
    var isShared: Bool { get }

    /// Runs statements that only read. All of them see the same state.
    func read<Result: Sendable>(
        _ body: @escaping @Sendable (any DatabaseSession) throws(StoreError) -> Result
    ) async throws(StoreError) -> Result

    /// Runs statements in one transaction: all of them hold, or none. It is durable when this returns.
    ///
    /// The body may run again when another transaction was in the way.
    func write<Result: Sendable>(
        _ body: @escaping @Sendable (any DatabaseSession) throws(StoreError) -> Result
    ) async throws(StoreError) -> Result
}

/// One transaction, for as long as the body it was given to runs.
package protocol DatabaseSession {
    /// Runs a statement and gives the rows it affected.
    @discardableResult
    func run(_ sql: String, _ values: [SQLValue]) throws(StoreError) -> Int

    /// Runs a query, or a statement with `RETURNING`, and gives its rows.
    func rows(_ sql: String, _ values: [SQLValue]) throws(StoreError) -> [SQLRow]
}

extension DatabaseSession {
    @discardableResult
    package func run(_ sql: String, _ values: SQLValue...) throws(StoreError) -> Int { try run(sql, values) }

    package func rows(_ sql: String, _ values: SQLValue...) throws(StoreError) -> [SQLRow] { try rows(sql, values) }
}
