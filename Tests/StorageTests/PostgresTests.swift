import DatabaseFixture
import Foundation
import Platforms
import Storage
import Testing

/// What only a server on the network can do: be lost.
@Suite(.enabled(if: TestDatabase.postgresAddress != nil, "SWITCHBOARD_TEST_POSTGRES names no server"))
struct PostgresTests {
    @Test(arguments: [PostgresProxy.Mode.losesAnswerToCommit, .losesCommit])
    func `a commit without an answer is neither lost nor repeated`(mode: PostgresProxy.Mode) async throws {
        try await withProxy { proxy, database in
            proxy.set(mode)
            try await add(1, to: database)
            let size = try await size(database)
            #expect(size == 1)
        }
    }

    @Test func `connections that were cut are made again`() async throws {
        try await withProxy { proxy, database in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 { group.addTask { try await self.add(1, to: database) } }
                try await group.waitForAll()
            }
            proxy.cutAll()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 { group.addTask { try await self.add(1, to: database) } }
                try await group.waitForAll()
            }
            let size = try await size(database)
            #expect(size == 8)
        }
    }

    @Test func `a server that is away is unavailable until it is back`() async throws {
        try await withProxy { proxy, database in
            proxy.set(.away)
            await #expect {
                try await self.add(1, to: database)
            } throws: { error in
                if case StoreError.unavailable = error { true } else { false }
            }
            proxy.set(.honest)
            try await add(1, to: database)
            let size = try await size(database)
            #expect(size == 1)
        }
    }

    @Test func `nothing of a password is in what is said of a failure`() async throws {
        let database = PostgresDatabase("postgres://app:hunter22@127.0.0.1:1/none", connections: 1)
        let error = await #expect(throws: StoreError.self) { try await self.size(database) }
        #expect(error?.reason.contains("hunter22") == false)
    }

    private func withProxy(_ body: (PostgresProxy, any Database) async throws -> Void) async throws {
        let address = try #require(TestDatabase.postgresAddress)
        try await TestDatabase.withSchema(at: address) { schema in
            let proxy = try PostgresProxy(to: address)
            defer { proxy.stop() }
            let database = PostgresDatabase(proxy.address, schema: schema, connections: 4)
            try await Migrator(DatabaseTests.notes).migrate(database)
            try await database.write { session throws(StoreError) in
                try session.run("INSERT INTO notes (id, size) VALUES ('a', 0)")
            }
            try await body(proxy, database)
            await database.close()
        }
    }

    private func add(_ number: Int, to database: any Database) async throws(StoreError) {
        try await database.write { session throws(StoreError) in
            try session.run("UPDATE notes SET size = size + $1 WHERE id = 'a'", SQLValue(number))
        }
    }

    private func size(_ database: any Database) async throws(StoreError) -> Int {
        try await database.read { session throws(StoreError) in
            try session.rows("SELECT size FROM notes WHERE id = 'a'", [])[0].integer("size")
        }
    }
}
