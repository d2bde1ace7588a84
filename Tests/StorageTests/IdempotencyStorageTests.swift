import Calls
import DatabaseFixture
import Foundation
import JSON
import Storage
import Testing

struct IdempotencyStorageTests {
    private let key = IdempotencyKey(owner: "agt_1", text: "a")
    private let now = Date(timeIntervalSince1970: 1_773_151_200)

    private func claim(
        _ store: IdempotencyStorage,
        _ key: IdempotencyKey,
        _ fingerprint: String = "f",
        after seconds: TimeInterval = 0
    ) async throws -> IdempotencyClaim {
        let time = now.addingTimeInterval(seconds)
        return try await store.claim(key, fingerprint: fingerprint, at: time, abandoned: time.addingTimeInterval(-60))
    }

    @Test(arguments: TestDatabase.engines)
    func `a key is granted once, and answers afterwards`(engine: TestDatabase) async throws {
        try await engine.withDatabase { database in
            let store = IdempotencyStorage(database)
            #expect(try await claim(store, key) == .granted)
            #expect(try await claim(store, key) == .underWay)
            #expect(try await claim(store, key, "other") == .otherRequest)
            #expect(try await claim(store, IdempotencyKey(owner: "agt_2", text: "a")) == .granted)
            let answer = KeptAnswer(status: 201, headers: ["Location": "/v1/x"], body: ["say": "Done."])
            try await store.settle(key, answer)
            #expect(try await claim(store, key) == .answered(answer))
            #expect(try await claim(store, key, "other") == .otherRequest)
            #expect(try await claim(store, key, after: 3600) == .answered(answer))
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `a key given back, or held by a dead node, is granted again`(engine: TestDatabase) async throws {
        try await engine.withDatabase { database in
            let store = IdempotencyStorage(database)
            #expect(try await claim(store, key) == .granted)
            try await store.release(key)
            #expect(try await claim(store, key) == .granted)
            #expect(try await claim(store, key, after: 59) == .underWay)
            #expect(try await claim(store, key, after: 61) == .granted)
            #expect(try await claim(store, key, after: 62) == .underWay)
            try await store.settle(key, KeptAnswer(status: 204, headers: [:], body: nil))
            try await store.release(key)
            #expect(try await claim(store, key) == .answered(KeptAnswer(status: 204, headers: [:], body: nil)))
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `old keys are forgotten`(engine: TestDatabase) async throws {
        try await engine.withDatabase { database in
            let store = IdempotencyStorage(database)
            _ = try await claim(store, key)
            _ = try await claim(store, IdempotencyKey(owner: "agt_1", text: "b"), after: 100)
            #expect(try await store.forget(before: now.addingTimeInterval(50)) == 0)
            try await store.settle(key, KeptAnswer(status: 204, headers: [:], body: nil))
            #expect(try await store.forget(before: now.addingTimeInterval(50)) == 1)
            #expect(try await claim(store, key) == .granted)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `a key whose request is under way is not forgotten, and one that was abandoned is`(
        engine: TestDatabase
    ) async throws {
        try await engine.withDatabase { database in
            let store = IdempotencyStorage(database)
            for number in 0..<1200 { _ = try await claim(store, IdempotencyKey(owner: "agt_1", text: "\(number)")) }
            #expect(try await store.forget(before: now.addingTimeInterval(60)) == 0)
            #expect(try await store.forget(before: now.addingTimeInterval(61)) == 1200)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `one of many who ask at once gets the key`(engine: TestDatabase) async throws {
        try await engine.withNodes(2) { nodes in
            let stores = nodes.map(IdempotencyStorage.init)
            let granted = try await withThrowingTaskGroup(of: IdempotencyClaim.self) { group in
                for number in 0..<20 {
                    group.addTask { try await claim(stores[number % 2], key) }
                }
                return try await group.reduce(into: 0) { if $1 == .granted { $0 += 1 } }
            }
            #expect(granted == 1)
        }
    }
}
