import Foundation
package import Platforms

/// Brings the tables of a database up to date.
///
/// Several nodes may start on one database at once: one of them does the work, the others wait for it.
package struct Migrator: Sendable {
    /// The table that says which migrations were applied.
    static let table = "schema_migrations"
    /// The number of the last migration of this version.
    static let knownVersion = Migration.all.last?.number ?? 0

    private let migrations: [Migration]

    package init(_ migrations: [Migration] = Migration.all) { self.migrations = migrations }

    /// Applies the migrations that are missing, all of them or none, and gives their names.
    ///
    /// Throws `unreadable` when the database was written by a newer version.
    @discardableResult
    package func migrate(_ database: any Database) async throws(StoreError) -> [String] {
        try await database.restructure { session throws(StoreError) in
            try session.script(
                """
                CREATE TABLE IF NOT EXISTS \(Self.table) (
                    number BIGINT NOT NULL PRIMARY KEY,
                    name TEXT NOT NULL,
                    applied_at BIGINT NOT NULL
                );
                """
            )
            let version = try self.version(session)
            let missing = migrations.filter { $0.number > version }
            for migration in missing {
                try session.script(migration.sql)
                try session.run(
                    "INSERT INTO \(Self.table) (number, name, applied_at) VALUES ($1, $2, $3)",
                    SQLValue(migration.number),
                    .text(migration.name),
                    SQLValue(Date())
                )
            }
            return missing.map(\.name)
        }
    }

    /// Whether nothing is missing, and nothing is newer.
    package func isUpToDate(_ database: any Database) async throws(StoreError) -> Bool {
        try await database.read { session throws(StoreError) in try version(session) == migrations.last?.number ?? 0 }
    }

    /// The number of the last migration that was applied; 0 in an empty database.
    private func version(_ session: any DatabaseSession) throws(StoreError) -> Int {
        let rows = try session.rows("SELECT COALESCE(MAX(number), 0) AS number FROM \(Self.table)", [])
        let version = try rows.first?.integer("number") ?? 0
        let known = migrations.last?.number ?? 0
        guard version <= known else {
            throw .unreadable(
                "The database was written by a newer version of Switchboard: its tables are at step \(version), and this "
                    + "version knows \(known)."
            )
        }
        return version
    }
}
