package import Foundation
package import Platforms
package import Workspace

extension PeopleStorage {
    package func insert(_ session: Session, digest: String) async throws(StoreError) {
        _ = try await database.write { database throws(StoreError) in
            try database.run(
                """
                INSERT INTO sessions (digest, id, person_id, created_at, expires_at, used_at, address, device)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                """,
                .text(digest),
                .text(session.id),
                .text(session.personID),
                SQLValue(session.createdAt),
                SQLValue(session.expiresAt),
                SQLValue(session.usedAt),
                SQLValue(session.address),
                SQLValue(session.device)
            )
        }
    }

    package func noteUse(of id: Session.ID, at time: Date, from address: String?) async throws(StoreError) {
        _ = try await database.write { session throws(StoreError) in
            try session.run(
                "UPDATE sessions SET used_at = $2, address = $3 WHERE id = $1",
                .text(id),
                SQLValue(time),
                SQLValue(address)
            )
        }
    }

    package func session(
        digest: String,
        at time: Date
    ) async throws(StoreError) -> (session: Session, person: Person)? {
        try await database.read { database throws(StoreError) in
            let rows = try database.rows(
                "SELECT * FROM sessions WHERE digest = $1 AND expires_at > $2",
                .text(digest),
                SQLValue(time)
            )
            guard let row = rows.first else { return nil }
            let session = try Session(row)
            guard let person = try Self.person(session.personID, database) else { return nil }
            return (session, person)
        }
    }

    package func sessions(of personID: Person.ID?, at time: Date) async throws(StoreError) -> [Session] {
        try await database.read { session throws(StoreError) in
            try session.rows(
                """
                SELECT * FROM sessions WHERE expires_at > $1 AND person_id = COALESCE($2, person_id)
                ORDER BY created_at DESC, id
                """,
                SQLValue(time),
                SQLValue(personID)
            ).map { row throws(StoreError) in try Session(row) }
        }
    }

    package func removeSession(_ id: Session.ID, of personID: Person.ID?) async throws(StoreError) -> Bool {
        try await database.write { session throws(StoreError) in
            try session.run(
                "DELETE FROM sessions WHERE id = $1 AND person_id = COALESCE($2, person_id)",
                .text(id),
                SQLValue(personID)
            ) == 1
        }
    }

    package func removeSession(digest: String) async throws(StoreError) {
        _ = try await database.write { session throws(StoreError) in
            try session.run("DELETE FROM sessions WHERE digest = $1", .text(digest))
        }
    }

    package func removeSessions(of personID: Person.ID, but sessionID: Session.ID?) async throws(StoreError) {
        _ = try await database.write { session throws(StoreError) in
            try session.run(
                "DELETE FROM sessions WHERE person_id = $1 AND id <> $2",
                .text(personID),
                .text(sessionID ?? "")
            )
        }
    }

    package func adminTokens(at time: Date) async throws(StoreError) -> [AdminToken] {
        try await database.read { session throws(StoreError) in
            let rows = try session.rows(
                "SELECT * FROM admin_tokens WHERE expires_at IS NULL OR expires_at > $1 ORDER BY created_at, id",
                SQLValue(time)
            )
            return try rows.map { row throws(StoreError) in try AdminToken(row) }
        }
    }

    package func insert(_ token: AdminToken, digest: String) async throws(StoreError) {
        _ = try await database.write { session throws(StoreError) in
            try session.run(
                """
                INSERT INTO admin_tokens (digest, id, name, role, person_id, created_at, expires_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7)
                """,
                .text(digest),
                .text(token.id),
                .text(token.name),
                .text(token.role.rawValue),
                .text(token.personID),
                SQLValue(token.createdAt),
                SQLValue(token.expiresAt)
            )
        }
    }

    package func adminToken(
        digest: String,
        at time: Date
    ) async throws(StoreError) -> (token: AdminToken, person: Person)? {
        try await database.read { session throws(StoreError) in
            let rows = try session.rows(
                "SELECT * FROM admin_tokens WHERE digest = $1 AND (expires_at IS NULL OR expires_at > $2)",
                .text(digest),
                SQLValue(time)
            )
            guard let row = rows.first else { return nil }
            let token = try AdminToken(row)
            guard let person = try Self.person(token.personID, session) else { return nil }
            return (token, person)
        }
    }

    package func removeAdminToken(_ id: AdminToken.ID) async throws(StoreError) -> Bool {
        try await database.write { session throws(StoreError) in
            try session.run("DELETE FROM admin_tokens WHERE id = $1", .text(id)) == 1
        }
    }

    // MARK: Attempts

    package func countAttempt(
        _ subjects: [String],
        at time: Date,
        window: TimeInterval
    ) async throws(StoreError) -> [(attempts: Int, since: Date)] {
        try await database.write { session throws(StoreError) in
            let start = time.addingTimeInterval(-window)
            try Self.removeAttempts(before: start, session)
            var counts: [(attempts: Int, since: Date)] = []
            // In one order everywhere: two nodes must not wait for each other.
            for subject in subjects.sorted() {
                let rows = try session.rows(
                    """
                    INSERT INTO log_in_attempts (subject, attempts, since) VALUES ($1, 1, $2)
                    ON CONFLICT (subject) DO UPDATE SET attempts = log_in_attempts.attempts + 1
                    RETURNING subject, attempts, since
                    """,
                    .text(subject),
                    SQLValue(time)
                )
                guard let row = rows.first else { throw .unreadable("An attempt was not counted.") }
                counts.append((try row.integer("attempts"), try row.date("since")))
            }
            let sorted = subjects.sorted()
            return subjects.compactMap { subject in sorted.firstIndex(of: subject).map { counts[$0] } }
        }
    }

    package func forgetAttempt(_ subjects: [String]) async throws(StoreError) {
        try await database.write { session throws(StoreError) in
            for subject in subjects.sorted() {
                try session.run(
                    "UPDATE log_in_attempts SET attempts = attempts - 1 WHERE subject = $1 AND attempts > 0",
                    .text(subject)
                )
            }
        }
    }

    // MARK: What is over

    package func removeExpired(at time: Date) async throws(StoreError) {
        try await database.write { session throws(StoreError) in
            for table in ["sessions", "set_up_links", "admin_tokens"] {
                try session.run("DELETE FROM \(table) WHERE expires_at <= $1", SQLValue(time))
            }
        }
    }

    package func removeAttempts(before time: Date) async throws(StoreError) {
        try await database.write { session throws(StoreError) in try Self.removeAttempts(before: time, session) }
    }

    private static func removeAttempts(before time: Date, _ session: any DatabaseSession) throws(StoreError) {
        try session.run("DELETE FROM log_in_attempts WHERE since <= $1", SQLValue(time))
    }

    private static func person(_ id: Person.ID, _ session: any DatabaseSession) throws(StoreError) -> Person? {
        guard let row = try session.rows("SELECT * FROM people WHERE id = $1", .text(id)).first else { return nil }
        return try Person(row)
    }
}

extension Person {
    init(_ row: SQLRow) throws(StoreError) {
        self.init(
            id: try row.text("id"),
            email: try row.text("email"),
            name: try row.text("name"),
            role: try Role(row),
            createdAt: try row.date("created_at"),
            changedAt: try row.date("changed_at"),
            revision: try row.integer("revision")
        )
    }
}

extension Session {
    fileprivate init(_ row: SQLRow) throws(StoreError) {
        self.init(
            id: try row.text("id"),
            personID: try row.text("person_id"),
            createdAt: try row.date("created_at"),
            expiresAt: try row.date("expires_at"),
            usedAt: try row.date("used_at"),
            address: try row.optional("address", SQLRow.text),
            device: try row.optional("device", SQLRow.text)
        )
    }
}

extension AdminToken {
    fileprivate init(_ row: SQLRow) throws(StoreError) {
        self.init(
            id: try row.text("id"),
            name: try row.text("name"),
            role: try Role(row),
            personID: try row.text("person_id"),
            createdAt: try row.date("created_at"),
            expiresAt: try row.optional("expires_at", SQLRow.date)
        )
    }
}

extension Role {
    fileprivate init(_ row: SQLRow) throws(StoreError) {
        let name = try row.text("role")
        guard let role = Role(rawValue: name) else { throw .unreadable("There is no role \(name).") }
        self = role
    }
}
