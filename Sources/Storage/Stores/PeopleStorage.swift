package import Foundation
package import Platforms
package import Workspace

/// Keeps people in a database.
package struct PeopleStorage: PeopleStore {
    let database: any Database

    package init(_ database: any Database) { self.database = database }

    package func people() async throws(StoreError) -> [Person] {
        try await database.read { session throws(StoreError) in
            try session.rows("SELECT * FROM people ORDER BY email").map { row throws(StoreError) in try Person(row) }
        }
    }

    package func person(_ id: Person.ID) async throws(StoreError) -> Person? {
        try await database.read { session throws(StoreError) in
            try session.rows("SELECT * FROM people WHERE id = $1", .text(id)).first.map { row throws(StoreError) in
                try Person(row)
            }
        }
    }

    package func credentials(email: String) async throws(StoreError) -> (person: Person, password: String)? {
        try await database.read { session throws(StoreError) in
            guard let row = try session.rows("SELECT * FROM people WHERE email = $1", .text(email)).first else {
                return nil
            }
            return (try Person(row), try row.text("password"))
        }
    }

    package func insert(_ person: Person, password: String) async throws(StoreError) {
        try await database.write { session throws(StoreError) in try Self.insert(person, password, session) }
    }

    private static func insert(
        _ person: Person,
        _ password: String,
        _ session: any DatabaseSession
    ) throws(StoreError) {
        let inserted = try session.run(
            """
            INSERT INTO people (id, email, name, role, password, created_at, changed_at, revision)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (email) DO NOTHING
            """,
            .text(person.id),
            .text(person.email),
            .text(person.name),
            .text(person.role.rawValue),
            .text(password),
            SQLValue(person.createdAt),
            SQLValue(person.changedAt),
            SQLValue(person.revision)
        )
        guard inserted == 1 else { throw .taken(person.email) }
    }

    package func update(_ person: Person, password: String?) async throws(StoreError) -> Bool {
        try await database.write { session throws(StoreError) in
            if person.role != .owner, try Self.isLastOwner(person.id, session) { return false }
            let others = try session.rows(
                "SELECT id FROM people WHERE email = $1 AND id <> $2",
                .text(person.email),
                .text(person.id)
            )
            guard others.isEmpty else { throw .taken(person.email) }
            let updated = try session.run(
                """
                UPDATE people SET email = $3, name = $4, role = $5, password = COALESCE($6, password), changed_at = $7,
                revision = $8 WHERE id = $1 AND revision = $2
                """,
                .text(person.id),
                SQLValue(person.revision - 1),
                .text(person.email),
                .text(person.name),
                .text(person.role.rawValue),
                SQLValue(password),
                SQLValue(person.changedAt),
                SQLValue(person.revision)
            )
            guard updated == 1 else { throw .conflict }
            return true
        }
    }

    package func remove(_ id: Person.ID) async throws(StoreError) -> Bool {
        try await database.write { session throws(StoreError) in
            if try Self.isLastOwner(id, session) { return false }
            try session.run("DELETE FROM people WHERE id = $1", .text(id))
            return true
        }
    }

    private static func isLastOwner(_ id: Person.ID, _ session: any DatabaseSession) throws(StoreError) -> Bool {
        let owners = try session.rows("SELECT id FROM people WHERE role = 'owner'")
        guard owners.count == 1, let only = owners.first else { return false }
        return try only.text("id") == id
    }

    // MARK: The first person

    package func keepSetUpLink(digest: String, until end: Date) async throws(StoreError) -> Bool {
        try await database.write { session throws(StoreError) in
            guard try session.rows("SELECT id FROM people LIMIT 1").isEmpty else { return false }
            try session.run(
                """
                INSERT INTO set_up_links (id, digest, expires_at) VALUES ('first', $1, $2)
                ON CONFLICT (id) DO UPDATE SET digest = excluded.digest, expires_at = excluded.expires_at
                """,
                .text(digest),
                SQLValue(end)
            )
            return true
        }
    }

    package func insertFirst(
        _ person: Person,
        password: String,
        link digest: String,
        at time: Date
    ) async throws(StoreError) -> Bool {
        try await database.write { session throws(StoreError) in
            let used = try session.run(
                "DELETE FROM set_up_links WHERE digest = $1 AND expires_at > $2",
                .text(digest),
                SQLValue(time)
            )
            guard used == 1, try session.rows("SELECT id FROM people LIMIT 1").isEmpty else { return false }
            try Self.insert(person, password, session)
            return true
        }
    }
}
