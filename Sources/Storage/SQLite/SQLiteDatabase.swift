import GRDB
package import Platforms

/// A database in one file, or in memory, that belongs to this process.
package final class SQLiteDatabase: Database {
    package enum Location: Hashable, Sendable {
        /// A file; its folder must exist.
        case file(String)
        /// Memory, for as long as the database is open.
        case memory
    }

    package var isShared: Bool { false }

    let writer: any DatabaseWriter
    private let commits: SQLiteGroupCommit

    package init(_ location: Location) throws(StoreError) {
        do {
            switch location {
            case .file(let path): writer = try DatabasePool(path: path, configuration: Self.configuration)
            case .memory: writer = try DatabaseQueue(configuration: Self.configuration)
            }
        } catch {
            throw StoreError(sqlite: error)
        }
        commits = SQLiteGroupCommit(writer: writer)
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "storage"
        configuration.maximumReaderCount = 4
        // Another process may be taking a backup or reading the audit trail.
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { db in
            // In the write-ahead log only FULL keeps the last transactions over a loss of power.
            try db.execute(sql: "PRAGMA synchronous = FULL")
            // What a savepoint would take back is kept in memory: on the disk it was half of all that was written.
            try db.execute(sql: "PRAGMA temp_store = MEMORY")
            try db.execute(sql: "PRAGMA cache_size = -16000")
            try db.execute(sql: "PRAGMA wal_autocheckpoint = 4000")
            // What is forgotten must not stay in the free parts of the file.
            try db.execute(sql: "PRAGMA secure_delete = ON")
        }
        return configuration
    }

    static let closed = StoreError.unavailable("The database is closed.")

    package func read<Result: Sendable>(
        _ body: @escaping @Sendable (any DatabaseSession) throws(StoreError) -> Result
    ) async throws(StoreError) -> Result {
        // Asked all the same, a closed database in memory would end the process.
        guard !commits.isEnded else { throw Self.closed }
        let result = await withCheckedContinuation { continuation in
            writer.asyncRead { database in
                continuation.resume(returning: Self.outcome(of: body, in: database))
            }
        }
        return try result.get()
    }

    private static func outcome<Result>(
        of body: (any DatabaseSession) throws(StoreError) -> Result,
        in database: Swift.Result<GRDB.Database, any Error>
    ) -> Swift.Result<Result, StoreError> {
        do {
            let session = SQLiteSession(try database.get())
            return session.outcome(of: body)
        } catch {
            return .failure(StoreError(sqlite: error))
        }
    }

    @discardableResult
    package func write<Result: Sendable>(
        _ body: @escaping @Sendable (any DatabaseSession) throws(StoreError) -> Result
    ) async throws(StoreError) -> Result {
        let result = await withCheckedContinuation { continuation in
            commits.add(SQLiteTransaction(body) { continuation.resume(returning: $0) })
        }
        return try result.get()
    }

    @discardableResult
    package func restructure<Result: Sendable>(
        _ body: @escaping @Sendable (any DatabaseSession) throws(StoreError) -> Result
    ) async throws(StoreError) -> Result {
        // A transaction is immediate: it holds the lock for writing before it reads anything.
        try await write(body)
    }

    package func tidy() async {
        if !commits.isEnded { await emptyLog() }
    }

    /// The log holds every page as it was before. Somebody may be reading in it; then it goes the next time.
    private func emptyLog() async {
        await withCheckedContinuation { continuation in
            writer.asyncWriteWithoutTransaction { database in
                _ = try? database.checkpoint(.truncate)
                continuation.resume()
            }
        }
    }

    package func close() async {
        guard await commits.end() else { return }
        await emptyLog()
        try? writer.close()
    }
}
