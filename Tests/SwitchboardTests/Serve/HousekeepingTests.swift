import Calls
import DatabaseFixture
import Foundation
import Logging
import Platforms
import Storage
import Testing
import Workspace

@testable import switchboard

@Suite struct HousekeepingTests {
    @Test func `what has served its time goes, round after round, and nothing else`() async throws {
        try await TestDatabase.sqlite.withDatabase { database in
            let (idempotency, attempts) = (IdempotencyStorage(database), VerificationStorage(database))
            let rounds = Rounds()
            let housekeeping = Housekeeping(on: database, rounds)
            func claim(_ key: String, hoursAgo hours: Double) async throws {
                let time = Date(timeIntervalSinceNow: -hours * 3600)
                let key = IdempotencyKey(owner: "owner", text: key)
                _ = try await idempotency.claim(key, fingerprint: "", at: time, abandoned: time)
                try await idempotency.settle(key, KeptAnswer(status: 200, headers: [:], body: nil))
            }
            try await claim("young", hoursAgo: 23)
            try await claim("old", hoursAgo: 25)
            let longest = VerificationLimits.longestPeriod
            _ = try await attempts.note(["young"], at: Date(), limit: 9, within: longest)
            let past = Date(timeIntervalSinceNow: -longest - 60)
            _ = try await attempts.note(["old"], at: past, limit: 9, within: longest)
            let yesterday = Date(timeIntervalSinceNow: -2 * PeopleDirectory.setUpLifetime)
            _ = try await PeopleDirectory(PeopleStorage(database), clock: { yesterday }).prepareSetUp()

            let running = Task { try await housekeeping.run() }
            await rounds.finished()
            #expect(try await texts("idempotency_key", of: "idempotency_keys", in: database) == ["young"])
            #expect(try await texts("subject", of: "verification_attempts", in: database) == ["young"])
            #expect(try await texts("digest", of: "set_up_links", in: database) == [])
            try await claim("late", hoursAgo: 30)
            rounds.next()
            await rounds.finished()
            #expect(try await texts("idempotency_key", of: "idempotency_keys", in: database) == ["young"])
            running.cancel()
            try await running.value
        }
    }

    @Test func `a round that fails is not the last`() async throws {
        try await TestDatabase.sqlite.withDatabase { database in
            try await database.restructure { session throws(StoreError) in
                try session.script("ALTER TABLE idempotency_keys RENAME TO elsewhere;")
            }
            let rounds = Rounds()
            let housekeeping = Housekeeping(on: database, rounds)
            let past = Date(timeIntervalSinceNow: -2 * VerificationLimits.longestPeriod)
            _ = try await VerificationStorage(database).note(["old"], at: past, limit: 9, within: 1)
            let running = Task { try await housekeeping.run() }
            await rounds.finished()
            #expect(try await texts("subject", of: "verification_attempts", in: database) == ["old"])
            try await database.restructure { session throws(StoreError) in
                try session.script("ALTER TABLE elsewhere RENAME TO idempotency_keys;")
            }
            rounds.next()
            await rounds.finished()
            #expect(try await texts("subject", of: "verification_attempts", in: database) == [])
            running.cancel()
            try await running.value
        }
    }

    private func texts(_ column: String, of table: String, in database: any Database) async throws -> [String] {
        try await database.read { session throws(StoreError) in
            try session.rows("SELECT \(column) FROM \(table) ORDER BY \(column)", []).map { row throws(StoreError) in
                try row.text(column)
            }
        }
    }
}

/// The pauses between rounds, each as long as a test wants it.
private struct Rounds: Sendable {
    private let ends = AsyncStream.makeStream(of: Void.self)
    private let starts = AsyncStream.makeStream(of: Void.self)

    /// Waits until a round is over.
    func finished() async {
        for await _ in ends.stream { return }
    }

    /// Lets the next one begin.
    func next() { starts.continuation.yield() }

    func pause() async {
        ends.continuation.yield()
        for await _ in starts.stream { return }
    }
}

extension Housekeeping {
    fileprivate init(on database: any Database, _ rounds: Rounds) {
        self.init(
            idempotency: IdempotencyStorage(database),
            attempts: VerificationStorage(database),
            people: PeopleDirectory(PeopleStorage(database)),
            database: database,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
            pause: { await rounds.pause() }
        )
    }
}
