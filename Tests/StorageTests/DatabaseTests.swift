import DatabaseFixture
import Foundation
import Platforms
import Storage
import Testing

struct DatabaseTests {
    static let notes = [
        Migration(
            number: 1,
            name: "0001_notes",
            sql: """
                CREATE TABLE notes (id TEXT NOT NULL PRIMARY KEY, size BIGINT, text TEXT);
                CREATE TABLE replies (
                    id TEXT NOT NULL PRIMARY KEY,
                    note_id TEXT NOT NULL REFERENCES notes (id),
                    place BIGINT NOT NULL,
                    UNIQUE (note_id, place)
                );
                """
        )
    ]

    @Test(.enabled(if: TestDatabase.postgresAddress != nil, "SWITCHBOARD_TEST_POSTGRES names no server"))
    func `storage is tested on PostgreSQL too`() async throws {
        #expect(TestDatabase.engines.count == 2)
    }

    @Test(arguments: TestDatabase.engines)
    func `what was written is read back`(engine: TestDatabase) async throws {
        try await engine.withDatabase(migrations: Self.notes) { database in
            let text = "Zoë said: 'don''t'; \\ \"$1\" 🙂\n"
            let count = try await database.write { session throws(StoreError) in
                try session.run(
                    "INSERT INTO notes (id, size, text) VALUES ($1, $2, $3), ($4, $2, $5)",
                    "a",
                    .integer(.max),
                    .text(text),
                    "b",
                    nil
                )
            }
            #expect(count == 2)
            let rows = try await database.read { session throws(StoreError) in
                try session.rows("SELECT * FROM notes WHERE size = $2 OR id = $1 ORDER BY id", "none", .integer(.max))
            }
            #expect(rows.count == 2)
            #expect(rows.first?["text"] == .text(text))
            #expect(rows.first?["size"] == .integer(.max))
            #expect(rows.last?["text"] == .null)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `counts, sums and comparisons are whole numbers`(engine: TestDatabase) async throws {
        try await engine.withDatabase(migrations: Self.notes) { database in
            let rows = try await database.write { session throws(StoreError) in
                try session.run("INSERT INTO notes (id, size) VALUES ('a', 2), ('b', 3)")
                return try session.rows(
                    "SELECT COUNT(*) AS count, SUM(size) AS sum, EXISTS (SELECT 1 FROM notes) AS any FROM notes"
                )
            }
            let row = try #require(rows.first)
            #expect(try row.integer("count") == 2)
            #expect(try row.integer("sum") == 5)
            #expect(try row.truth("any"))
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `RETURNING and ON CONFLICT do the same`(engine: TestDatabase) async throws {
        try await engine.withDatabase(migrations: Self.notes) { database in
            let sql = """
                INSERT INTO notes (id, size) VALUES ($1, $2)
                ON CONFLICT (id) DO UPDATE SET size = excluded.size WHERE notes.size < excluded.size RETURNING size
                """
            for (size, expected) in [(1, [1]), (3, [3]), (2, [])] {
                let rows = try await database.write { session throws(StoreError) in
                    try session.rows(sql, "a", SQLValue(size))
                }
                #expect(try rows.map { try $0.integer("size") } == expected)
            }
            let changed = try await database.write { session throws(StoreError) in
                try session.run("INSERT INTO notes (id) VALUES ('a') ON CONFLICT DO NOTHING")
            }
            #expect(changed == 0)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `a key that is taken is named, and nothing holds`(engine: TestDatabase) async throws {
        try await engine.withDatabase(migrations: Self.notes) { database in
            try await database.write { session throws(StoreError) in
                try session.run("INSERT INTO notes (id) VALUES ('a')")
                try session.run("INSERT INTO replies (id, note_id, place) VALUES ('r', 'a', 1)")
            }
            await #expect(throws: StoreError.taken("notes.id")) {
                try await database.write { session throws(StoreError) in
                    try session.run("INSERT INTO notes (id) VALUES ('b')")
                    try session.run("INSERT INTO notes (id) VALUES ('a')")
                }
            }
            await #expect(throws: StoreError.taken("replies.note_id, replies.place")) {
                try await database.write { session throws(StoreError) in
                    try session.run("INSERT INTO replies (id, note_id, place) VALUES ('s', 'a', 1)")
                }
            }
            let ids = try await self.ids(database)
            #expect(ids == ["a"])
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `what refers to nothing is a conflict`(engine: TestDatabase) async throws {
        try await engine.withDatabase(migrations: Self.notes) { database in
            await #expect(throws: StoreError.conflict) {
                try await database.write { session throws(StoreError) in
                    try session.run("INSERT INTO replies (id, note_id, place) VALUES ('r', 'gone', 1)")
                }
            }
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `a body that goes on after an error changes nothing`(engine: TestDatabase) async throws {
        try await engine.withDatabase(migrations: Self.notes) { database in
            await #expect(throws: StoreError.taken("notes.id")) {
                try await database.write { session throws(StoreError) in
                    try session.run("INSERT INTO notes (id) VALUES ('a')")
                    _ = try? session.run("INSERT INTO notes (id) VALUES ('a')")
                    _ = try? session.run("INSERT INTO notes (id) VALUES ('b')")
                }
            }
            let ids = try await self.ids(database)
            #expect(ids.isEmpty)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `an error of the body's own undoes what it did`(engine: TestDatabase) async throws {
        try await engine.withDatabase(migrations: Self.notes) { database in
            await #expect(throws: StoreError.conflict) {
                try await database.write { session throws(StoreError) in
                    try session.run("INSERT INTO notes (id) VALUES ('a')")
                    throw .conflict
                }
            }
            let ids = try await self.ids(database)
            #expect(ids.isEmpty)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `wrong SQL is unreadable, and the next transaction is not`(engine: TestDatabase) async throws {
        try await engine.withDatabase(migrations: Self.notes) { database in
            await #expect {
                try await database.read { session throws(StoreError) in try session.rows("SELECT nothing FROM nowhere")
                }
            } throws: { error in
                if case StoreError.unreadable = error { true } else { false }
            }
            let ids = try await self.ids(database)
            #expect(ids.isEmpty)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `a null character is replaced`(engine: TestDatabase) async throws {
        try await engine.withDatabase(migrations: Self.notes) { database in
            try await database.write { session throws(StoreError) in
                try session.run("INSERT INTO notes (id) VALUES ($1)", "a\0b")
            }
            let ids = try await self.ids(database)
            #expect(ids == ["a\u{FFFD}b"])
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `transactions beside each other lose no change`(engine: TestDatabase) async throws {
        try await engine.withNodes(2, migrations: Self.notes) { nodes in
            try await nodes[0].write { session throws(StoreError) in
                try session.run("INSERT INTO notes (id, size) VALUES ('a', 0)")
            }
            // Reads and then writes what depends on it: nobody may come in between.
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<40 {
                    let node = nodes[index % 2]
                    group.addTask {
                        try await node.write { session throws(StoreError) in
                            let size = try session.rows("SELECT size FROM notes WHERE id = 'a'", [])[0].integer("size")
                            try session.run("UPDATE notes SET size = $1 WHERE id = 'a'", SQLValue(size + 1))
                        }
                    }
                }
                try await group.waitForAll()
            }
            let size = try await nodes[1].read { session throws(StoreError) in
                try session.rows("SELECT size FROM notes", [])[0].integer("size")
            }
            #expect(size == 40)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `a transaction outlives the task that asked for it`(engine: TestDatabase) async throws {
        try await engine.withDatabase(migrations: Self.notes) { database in
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                try await database.write { session throws(StoreError) in
                    try session.run("INSERT INTO notes (id) VALUES ('a')")
                }
            }
            try await task.value
            let ids = try await self.ids(database)
            #expect(ids == ["a"])
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `a closed database is unavailable`(engine: TestDatabase) async throws {
        try await engine.withDatabase(migrations: Self.notes) { database in
            await database.close()
            await #expect(throws: StoreError.unavailable("The database is closed.")) {
                try await database.read { session throws(StoreError) in try session.rows("SELECT 1 AS one", []).count }
            }
            await #expect(throws: StoreError.unavailable("The database is closed.")) {
                try await database.write { session throws(StoreError) in try session.run("DELETE FROM notes") }
            }
        }
    }

    private func ids(_ database: any Database) async throws(StoreError) -> [String] {
        try await database.read { session throws(StoreError) in
            var ids: [String] = []
            for row in try session.rows("SELECT id FROM notes ORDER BY id") { ids.append(try row.text("id")) }
            return ids
        }
    }
}
