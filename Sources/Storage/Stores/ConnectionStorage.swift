package import Platforms

/// Keeps connections in a database.
package struct ConnectionStorage: ConnectionStore {
    let database: any Database

    package init(_ database: any Database) { self.database = database }

    package var isShared: Bool { database.isShared }

    package func connections() async throws(StoreError) -> [SavedConnection] {
        try await database.read { session throws(StoreError) in
            try session.rows("SELECT * FROM connections ORDER BY name_key").map { row throws(StoreError) in
                try SavedConnection(row)
            }
        }
    }

    package func connection(_ id: SavedConnection.ID) async throws(StoreError) -> SavedConnection? {
        try await database.read { session throws(StoreError) in
            guard let row = try session.rows("SELECT * FROM connections WHERE id = $1", .text(id)).first else {
                return nil
            }
            return try SavedConnection(row)
        }
    }

    package func insert(_ connection: SavedConnection) async throws(StoreError) {
        try await database.write { session throws(StoreError) in
            let columns = connection.settingsColumns + connection.stateColumns
            let names = ["id", "created_at"] + columns.map(\.name)
            let values = [.text(connection.id), SQLValue(connection.createdAt)] + columns.map(\.value)
            let places = (1...names.count).map { "$\($0)" }.joined(separator: ", ")
            let inserted = try session.run(
                "INSERT INTO connections (\(names.joined(separator: ", "))) VALUES (\(places)) "
                    + "ON CONFLICT (name_key) DO NOTHING",
                values
            )
            guard inserted == 1 else { throw .taken(connection.settings.name) }
        }
    }

    package func update(_ connection: SavedConnection) async throws(StoreError) {
        try await database.write { session throws(StoreError) in
            let key = SavedConnection.nameKey(connection.settings.name)
            let others = try session.rows(
                "SELECT id FROM connections WHERE name_key = $1 AND id <> $2",
                .text(key),
                .text(connection.id)
            )
            guard others.isEmpty else { throw .taken(connection.settings.name) }
            let columns = connection.settingsColumns
            let assignments = columns.enumerated().map { "\($0.element.name) = $\($0.offset + 3)" }
            let updated = try session.run(
                "UPDATE connections SET \(assignments.joined(separator: ", ")) WHERE id = $1 AND revision = $2",
                [.text(connection.id), SQLValue(connection.revision - 1)] + columns.map(\.value)
            )
            guard updated == 1 else { throw .conflict }
        }
    }

    @discardableResult
    package func remove(_ id: SavedConnection.ID) async throws(StoreError) -> Bool {
        try await database.write { session throws(StoreError) in
            try session.run("DELETE FROM connections WHERE id = $1", .text(id)) == 1
        }
    }

    package func note(_ usage: SeenUsage, of id: SavedConnection.ID) async throws(StoreError) {
        _ = try await database.write { session throws(StoreError) in
            try session.run(
                """
                UPDATE connections SET usage_used = $2, usage_granted = $3, usage_at = $4
                WHERE id = $1 AND (usage_at IS NULL OR usage_at <= $4)
                """,
                .text(id),
                SQLValue(usage.share.used),
                SQLValue(usage.share.granted),
                SQLValue(usage.at)
            )
        }
    }
}
