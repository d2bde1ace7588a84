import Calls
import DatabaseFixture
import Foundation
import Platforms
import Storage
import Testing

struct VerificationStorageTests {
    private let now = Date(timeIntervalSince1970: 1_773_151_200)

    private func note(
        _ store: VerificationStorage,
        _ subjects: [String],
        after seconds: TimeInterval = 0
    ) async throws -> Bool {
        try await store.note(subjects, at: now.addingTimeInterval(seconds), limit: 3, within: 3600)
    }

    @Test(arguments: TestDatabase.engines)
    func `an attempt counts for everyone it is of, until the period is over`(engine: TestDatabase) async throws {
        try await engine.withDatabase { database async throws in
            let store = VerificationStorage(database)
            #expect(try await note(store, ["contact/1", "number/1"]))
            #expect(try await note(store, ["contact/1", "number/2"], after: 10))
            #expect(try await note(store, ["contact/1"], after: 20))
            #expect(try await !note(store, ["contact/1", "number/3"], after: 30))
            // What was refused counts for nobody.
            for second in [31.0, 32, 33] { #expect(try await note(store, ["number/3"], after: second)) }
            #expect(try await !note(store, ["number/3"], after: 34))
            #expect(try await note(store, ["number/1"], after: 40))
            #expect(try await note(store, ["contact/1"], after: 3601))
            #expect(try await note(store, [], after: 3602))
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `attempts that are old count no more, and are gone`(engine: TestDatabase) async throws {
        try await engine.withDatabase { database in
            let store = VerificationStorage(database)
            for second in [0.0, 1, 2] { #expect(try await note(store, ["contact/1"], after: second)) }
            try await store.forget(before: now.addingTimeInterval(2))
            #expect(try await note(store, ["contact/1"], after: 3))
            let left = try await database.read { session throws(StoreError) in
                try session.rows("SELECT tried_at FROM verification_attempts", []).count
            }
            #expect(left == 2)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `attempts at the same time are counted one after another`(engine: TestDatabase) async throws {
        try await engine.withDatabase { database in
            let store = VerificationStorage(database)
            let now = now
            let allowed = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<20 {
                    group.addTask { try await store.note(["contact/1"], at: now, limit: 10, within: 3600) }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(allowed == 10)
        }
    }
}
