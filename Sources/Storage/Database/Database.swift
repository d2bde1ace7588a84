package import Platforms

/// A database, whichever engine keeps it. The same SQL runs on all of them.
///
/// Placeholders are `$1`, `$2`, …; the only column types are `TEXT` and `BIGINT`. Times are `BIGINT` milliseconds since
/// 1970, truth is 0 or 1, JSON and base64 are `TEXT`. No text holds the character U+0000: U+FFFD is kept in its place.
///
/// A transaction behaves as if no other ran beside it. Cancelling the task that waits for one does not stop it.
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
    @discardableResult
    func write<Result: Sendable>(
        _ body: @escaping @Sendable (any DatabaseSession) throws(StoreError) -> Result
    ) async throws(StoreError) -> Result

    /// Runs statements in one transaction that changes the tables themselves, one node after the other.
    @discardableResult
    func restructure<Result: Sendable>(
        _ body: @escaping @Sendable (any DatabaseSession) throws(StoreError) -> Result
    ) async throws(StoreError) -> Result

    /// Takes what was removed out of the files it is still in, where this process is who can.
    func tidy() async

    /// Lets go of files and connections, once what runs has ended. Whatever is asked of it later is unavailable.
    func close() async
}

/// One transaction, for as long as the body it was given to runs.
///
/// Once a statement has failed, nothing more can be done in the transaction: its error is thrown again, and nothing of
/// the transaction holds, even if the body returns. A body that wants to go on uses `ON CONFLICT`.
package protocol DatabaseSession {
    /// Runs a statement and gives the number of rows it affected.
    @discardableResult
    func run(_ sql: String, _ values: [SQLValue]) throws(StoreError) -> Int

    /// Runs a query, or a statement with `RETURNING`, and gives its rows.
    func rows(_ sql: String, _ values: [SQLValue]) throws(StoreError) -> [SQLRow]

    /// Runs several statements without values, a semicolon after each.
    func script(_ sql: String) throws(StoreError)
}

extension DatabaseSession {
    @discardableResult
    package func run(_ sql: String, _ values: SQLValue...) throws(StoreError) -> Int { try run(sql, values) }

    package func rows(_ sql: String, _ values: SQLValue...) throws(StoreError) -> [SQLRow] { try rows(sql, values) }
}
