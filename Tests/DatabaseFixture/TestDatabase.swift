import Foundation
import Platforms
package import Storage

/// An engine that a test of storage runs on, each time with a database of its own.
///
///     @Test(arguments: TestDatabase.engines)
///     func `a name is unique`(engine: TestDatabase) async throws {
///         try await engine.withDatabase { database in … }
///     }
package enum TestDatabase: Hashable, Sendable, CustomStringConvertible {
    /// SQLite in memory.
    case sqlite
    /// A schema on the PostgreSQL server at an address.
    case postgres(String)

    /// The variable that holds the address of a PostgreSQL server for tests; `make test` starts one and sets it.
    package static let variable = "SWITCHBOARD_TEST_POSTGRES"

    /// The address of the PostgreSQL server, where there is one.
    package static var postgresAddress: String? {
        ProcessInfo.processInfo.environment[variable].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// SQLite, and PostgreSQL where there is a server.
    package static var engines: [TestDatabase] { [.sqlite] + postgres }

    /// PostgreSQL where there is a server, for tests of what several nodes do.
    package static var postgres: [TestDatabase] { postgresAddress.map { [.postgres($0)] } ?? [] }

    package var description: String {
        switch self {
        case .sqlite: "SQLite"
        case .postgres: "PostgreSQL"
        }
    }

    /// Runs a test on a new database, with all tables and nothing in them.
    @discardableResult
    package func withDatabase<Result>(
        migrations: [Migration] = Migration.all,
        _ body: (any Database) async throws -> Result
    ) async throws -> Result {
        try await withNodes(1, migrations: migrations) { try await body($0[0]) }
    }

    /// Runs a test on a new database, as several nodes see it. On SQLite, where there is only one node, all are the same.
    @discardableResult
    package func withNodes<Result>(
        _ count: Int,
        migrations: [Migration] = Migration.all,
        _ body: ([any Database]) async throws -> Result
    ) async throws -> Result {
        switch self {
        case .sqlite:
            let database = try SQLiteDatabase(.memory)
            try await Migrator(migrations).migrate(database)
            return try await withDatabases(Array(repeating: database, count: count), body)
        case .postgres(let address):
            return try await Self.withSchema(at: address) { schema in
                let nodes = (0..<count).map { _ in PostgresDatabase(address, schema: schema, connections: 4) }
                return try await withDatabases(nodes) { nodes in
                    try await Migrator(migrations).migrate(nodes[0])
                    return try await body(nodes)
                }
            }
        }
    }

    private func withDatabases<Result>(
        _ databases: [any Database],
        _ body: ([any Database]) async throws -> Result
    ) async throws -> Result {
        do {
            let result = try await body(databases)
            for database in databases { await database.close() }
            return result
        } catch {
            for database in databases { await database.close() }
            throw error
        }
    }

    /// Runs a test with the name of a new schema on a PostgreSQL server, and drops it afterwards.
    @discardableResult
    package static func withSchema<Result>(
        at address: String,
        _ body: (String) async throws -> Result
    ) async throws -> Result {
        let schema = "test_\(UInt64.random(in: 0 ... .max))"
        let server = PostgresDatabase(address, connections: 1)
        try await server.write { session throws(StoreError) in try session.script("CREATE SCHEMA \(schema)") }
        do {
            let result = try await body(schema)
            await drop(schema, on: server)
            return result
        } catch {
            await drop(schema, on: server)
            throw error
        }
    }

    private static func drop(_ schema: String, on server: PostgresDatabase) async {
        _ = try? await server.write { session throws(StoreError) in try session.script("DROP SCHEMA \(schema) CASCADE")
        }
        await server.close()
    }
}
