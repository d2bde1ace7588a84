import DatabaseFixture
import Platforms
import Storage
import Testing

struct MigratorTests {
    private static let first = Migration(number: 1, name: "0001_a", sql: "CREATE TABLE a (id BIGINT); -- Why\n")
    private static let second = Migration(number: 2, name: "0002_b", sql: "INSERT INTO a VALUES (7);")
    private static let broken = Migration(
        number: 3,
        name: "0003_c",
        sql: "CREATE TABLE c (id BIGINT); SELECT * FROM d;"
    )

    @Test func `the migrations are numbered without a gap`() {
        #expect(Migration.all.map(\.number) == Array(1...Migration.all.count))
    }

    @Test(arguments: TestDatabase.engines)
    func `only what is missing is applied`(engine: TestDatabase) async throws {
        try await engine.withDatabase(migrations: [Self.first]) { database in
            let applied = try await Migrator([Self.first, Self.second]).migrate(database)
            #expect(applied == ["0002_b"])
            let again = try await Migrator([Self.first, Self.second]).migrate(database)
            #expect(again.isEmpty)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `all the tables can be made`(engine: TestDatabase) async throws {
        try await engine.withDatabase { database in
            let applied = try await Migrator().migrate(database)
            #expect(applied.isEmpty)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `a migration that fails leaves nothing behind`(engine: TestDatabase) async throws {
        try await engine.withDatabase(migrations: [Self.first]) { database in
            await #expect(throws: StoreError.self) {
                try await Migrator([Self.first, Self.second, Self.broken]).migrate(database)
            }
            let applied = try await Migrator([Self.first, Self.second]).migrate(database)
            #expect(applied == ["0002_b"])
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `a database of a newer version is left alone`(engine: TestDatabase) async throws {
        try await engine.withDatabase(migrations: [Self.first, Self.second]) { database in
            await #expect {
                try await Migrator([Self.first]).migrate(database)
            } throws: { error in
                if case StoreError.unreadable(let message) = error { message.contains("newer version") } else { false }
            }
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `of nodes that start together, one does the work`(engine: TestDatabase) async throws {
        try await engine.withNodes(4, migrations: []) { nodes in
            let applied = try await withThrowingTaskGroup(of: [String].self) { group in
                for node in nodes { group.addTask { try await Migrator([Self.first, Self.second]).migrate(node) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(applied.filter { !$0.isEmpty } == [["0001_a", "0002_b"]])
        }
    }
}
