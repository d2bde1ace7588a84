package import Platforms

/// A database on a PostgreSQL server, which other nodes may be using too.
package final class PostgresDatabase: Database {
    /// For so long a transaction is run again when others are in the way, or the server is asked how it ended.
    private static let patience = Duration.seconds(10)

    package var isShared: Bool { true }

    private let pool: PostgresPool

    /// - Parameters:
    ///   - address: `postgres://user:password@host:port/database`, or whatever else libpq reads.
    ///   - schema: where the tables stand, if not where the server would put them.
    package init(_ address: String, schema: String? = nil, connections: Int = 8) {
        pool = PostgresPool((0..<max(1, connections)).map { _ in PostgresConnection(to: address, schema: schema) })
    }

    package func read<Result: Sendable>(
        _ body: @escaping @Sendable (any DatabaseSession) throws(StoreError) -> Result
    ) async throws(StoreError) -> Result {
        try await transact(.reading, body)
    }

    @discardableResult
    package func write<Result: Sendable>(
        _ body: @escaping @Sendable (any DatabaseSession) throws(StoreError) -> Result
    ) async throws(StoreError) -> Result {
        try await transact(.writing, body)
    }

    @discardableResult
    package func restructure<Result: Sendable>(
        _ body: @escaping @Sendable (any DatabaseSession) throws(StoreError) -> Result
    ) async throws(StoreError) -> Result {
        try await transact(.restructuring, body)
    }

    /// PostgreSQL does that by itself (autovacuum).
    package func tidy() async {}

    package func close() async { await pool.close() }

    private func transact<Result: Sendable>(
        _ kind: PostgresConnection.Kind,
        _ body: @escaping @Sendable (any DatabaseSession) throws(StoreError) -> Result
    ) async throws(StoreError) -> Result {
        let end = ContinuousClock.now + Self.patience
        var pause = 1
        while true {
            let attempt = try await pool.lend { connection in await connection.attempt(kind, body) }
            switch attempt {
            case .done(let result): return result
            case .failed(let error): throw error
            case .unanswered(let result, let transaction):
                if try await isCommitted(transaction, until: end) { return result }
            case .inTheWay:
                guard ContinuousClock.now < end else { throw .conflict }
                try? await Task.sleep(for: .microseconds(Int.random(in: 500...1000) * pause))
                pause = min(pause * 2, 64)
            }
        }
    }

    /// Whether a transaction holds whose commit got no answer.
    private func isCommitted(_ transaction: String, until end: ContinuousClock.Instant) async throws(StoreError) -> Bool
    {
        while ContinuousClock.now < end {
            let isCommitted = try? await pool.lend { connection throws(StoreError) in
                try await connection.isCommitted(transaction)
            }
            if let isCommitted { return isCommitted }
            try? await Task.sleep(for: .milliseconds(100))
        }
        throw .unavailable("The database was lost while it committed, and can't be asked whether it did.")
    }
}
