import Foundation
import Platforms
import Storage
import Testing

struct SQLiteTests {
    @Test func `a transaction that fails takes nothing of those it was committed with`() async throws {
        try await withFile { path in
            let database = try await open(path)
            let kept = await withTaskGroup(of: Int?.self) { group in
                for index in 0..<200 {
                    group.addTask {
                        try? await database.write { session throws(StoreError) in
                            try session.run("INSERT INTO notes (id) VALUES ($1)", SQLValue("note \(index)"))
                            if index % 3 == 0 { throw .conflict }
                        }
                        return index % 3 == 0 ? nil : index
                    }
                }
                return await group.reduce(into: [String]()) { kept, index in
                    if let index { kept.append("note \(index)") }
                }
            }
            let found = try await ids(database)
            #expect(found == kept.sorted())
            await database.close()
        }
    }

    @Test func `a full disk loses nothing that was answered, and is recovered from`() async throws {
        try await withFile { path in
            let database = try await open(path)
            try await database.write { session throws(StoreError) in
                let used = try session.rows("PRAGMA page_count")[0].integer("page_count")
                try session.script("PRAGMA max_page_count = \(used + 40)")
            }
            let text = String(repeating: "x", count: 3000)
            try await database.write { session throws(StoreError) in
                try session.run("INSERT INTO notes (id, text) VALUES ($1, $2)", "before", .text(text))
            }
            let outcomes = await withTaskGroup(of: (String, StoreError?).self) { group in
                for index in 0..<100 {
                    group.addTask {
                        let id = "note \(index)"
                        do throws(StoreError) {
                            try await database.write { session throws(StoreError) in
                                try session.run("INSERT INTO notes (id, text) VALUES ($1, $2)", .text(id), .text(text))
                            }
                            return (id, nil)
                        } catch {
                            return (id, error)
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            let failures = outcomes.compactMap(\.1)
            #expect(!failures.isEmpty)
            for failure in failures {
                guard case .unavailable = failure else {
                    Issue.record("\(failure)")
                    continue
                }
            }
            // Those that are committed together fail together, so it may be all of them.
            let answered = (["before"] + outcomes.filter { $0.1 == nil }.map(\.0)).sorted()
            var found = try await ids(database)
            #expect(found == answered)

            try await database.write { session throws(StoreError) in try session.script("PRAGMA max_page_count = 10000")
            }
            try await database.write { session throws(StoreError) in
                try session.run("INSERT INTO notes (id, text) VALUES ($1, $2)", "after", .text(text))
            }
            found = try await ids(database)
            #expect(found.contains("after"))
            await database.close()
        }
    }

    @Test func `what was removed is in no file any more once the database is closed`() async throws {
        try await withFile { path in
            let database = try await open(path)
            let text = String(repeating: "hunter2 ", count: 2000)
            try await database.write { session throws(StoreError) in
                try session.run("INSERT INTO notes (id, text) VALUES ($1, $2)", "secret", .text(text))
                try session.run("INSERT INTO notes (id, text) VALUES ($1, $2)", "kept", "kept")
            }
            func holds() throws -> Bool {
                try ["", "-wal"].contains { ending in
                    guard FileManager.default.fileExists(atPath: path + ending) else { return false }
                    return try Data(contentsOf: URL(filePath: path + ending)).firstRange(of: Data("hunter2".utf8))
                        != nil
                }
            }
            #expect(try holds())
            try await database.write { session throws(StoreError) in
                try session.run("UPDATE notes SET text = NULL WHERE id = $1", "secret")
            }
            await database.tidy()
            #expect(try !holds())
            try await database.write { session throws(StoreError) in
                try session.run("UPDATE notes SET text = $1 WHERE id = $2", .text(text), "kept")
                try session.run("DELETE FROM notes WHERE id = $1", "kept")
            }
            await database.close()
            #expect(try !holds())
        }
    }

    @Test func `a backup of a database in use is whole`() async throws {
        try await withFile { path in
            let database = try await open(path)
            let writing = Task {
                var count = 0
                while !Task.isCancelled {
                    let index = count
                    try await database.write { session throws(StoreError) in
                        // Both or neither.
                        try session.run(
                            "INSERT INTO notes (id) VALUES ($1), ($2)",
                            SQLValue("a\(index)"),
                            SQLValue("b\(index)")
                        )
                    }
                    count += 1
                }
                return count
            }
            let copy = path + ".backup"
            while try await ids(database).count < 100 {}
            try SQLiteDatabase.copy(from: path, to: copy)
            writing.cancel()
            let written = try await writing.value
            let backup = try SQLiteDatabase(.file(copy))
            let found = try await ids(backup)
            #expect(found.count >= 100 && found.count <= 2 * written && found.count.isMultiple(of: 2))
            #expect(try FileManager.default.attributesOfItem(atPath: copy)[.posixPermissions] as? Int == 0o600)
            await backup.close()
            await database.close()
        }
    }

    @Test func `only a whole database of this version is restored`() async throws {
        try await withFile { path in
            let database = try SQLiteDatabase(.file(path))
            await #expect(throws: StoreError.unreadable("It is no database of Switchboard.")) {
                try await SQLiteDatabase.check(path)
            }
            try await Migrator().migrate(database)
            try await SQLiteDatabase.check(path)
            try await database.write { session throws(StoreError) in
                try session.run("INSERT INTO schema_migrations (number, name, applied_at) VALUES (999, 'future', 0)")
            }
            await #expect(throws: StoreError.unreadable("It was written by a newer version of Switchboard.")) {
                try await SQLiteDatabase.check(path)
            }
            await database.close()
            try Data("no database at all, just words".utf8).write(to: URL(filePath: path))
            await #expect(throws: StoreError.self) { try await SQLiteDatabase.check(path) }
        }
    }

    @Test func `a file that is no database can't be opened`() async throws {
        try await withFile { path in
            try Data(String(repeating: "words ", count: 1000).utf8).write(to: URL(filePath: path))
            #expect {
                try SQLiteDatabase(.file(path))
            } throws: { error in
                if case StoreError.unreadable = error { true } else { false }
            }
        }
    }

    private func withFile(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "storage-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder.appending(path: "test.sqlite").path())
    }

    private func open(_ path: String) async throws -> SQLiteDatabase {
        let database = try SQLiteDatabase(.file(path))
        try await Migrator(DatabaseTests.notes).migrate(database)
        return database
    }

    private func ids(_ database: any Database) async throws(StoreError) -> [String] {
        try await database.read { session throws(StoreError) in
            var ids: [String] = []
            for row in try session.rows("SELECT id FROM notes ORDER BY id") { ids.append(try row.text("id")) }
            return ids
        }
    }
}
