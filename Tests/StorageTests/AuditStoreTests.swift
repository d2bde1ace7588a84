import Calls
import DatabaseFixture
import Foundation
import JSON
import Logging
import Platforms
import Storage
import Testing

struct AuditStoreTests {
    private static func entry(_ number: Int, call: String = "call_1", record: String? = nil) -> AuditEntry {
        AuditEntry(
            .invocation,
            at: Date(timeIntervalSince1970: 1_800_000_000 + Double(number)),
            by: "agt_1",
            agentID: "agt_1",
            callID: call,
            action: number.isMultiple(of: 2) ? "search_contact" : "log_call",
            outcome: "completed",
            duration: .milliseconds(number),
            personal: .init(
                recordIDs: record.map { [$0] } ?? [],
                details: ["arguments": ["LastName": .string("Zoë \(number)")]]
            )
        )
    }

    @Test(arguments: TestDatabase.engines)
    func `entries are chained in the order they were noted`(engine: TestDatabase) async throws {
        try await engine.withDatabase { database in
            let store = AuditStorage(database)
            let trail = AuditTrail(store: store, logger: Logger(label: "test"))
            for number in 1...1200 { await trail.note(Self.entry(number)) }
            let newest = try await trail.records(limit: 2)
            #expect(newest.map(\.number) == [1200, 1199])
            #expect(newest.first?.entry == Self.entry(1200))
            guard case .intact(let head) = try await AuditTrail.verify(store) else {
                Issue.record("The chain is broken.")
                return
            }
            #expect(head == AuditChain.Head(count: 1200, hash: newest[0].hash))
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `several nodes make one chain`(engine: TestDatabase) async throws {
        try await engine.withNodes(2) { databases in
            let stores = databases.map(AuditStorage.init)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 1...40 {
                    let store = stores[number % 2]
                    group.addTask { try await store.append([Self.entry(number), Self.entry(number + 100)]) }
                }
                try await group.waitForAll()
            }
            #expect(try await stores[0].head().count == 80)
            guard case .intact = try await AuditTrail.verify(stores[1]) else {
                Issue.record("The chain is broken.")
                return
            }
        }
    }

    @Test(
        arguments: TestDatabase.engines,
        [
            "UPDATE audit SET outcome = 'refused' WHERE number = 3",
            "UPDATE audit SET at = at + 1 WHERE number = 3",
            "UPDATE audit SET personal = '{\"records\": [], \"details\": {}}' WHERE number = 3",
            "UPDATE audit SET digest = (SELECT digest FROM audit WHERE number = 4) WHERE number = 3",
            "DELETE FROM audit WHERE number = 3",
            "DELETE FROM audit WHERE number = 1",
            "DELETE FROM audit WHERE number > 4",
            "DELETE FROM audit",
            "UPDATE audit SET personal = NULL, salt = '' WHERE number = 3",
            "UPDATE audit SET personal = NULL WHERE number = 6",
            "DELETE FROM audit_records WHERE number = 2",
            "UPDATE audit_records SET record_id = '003000000000002AAA' WHERE number = 2",
            "INSERT INTO audit_records (record_id, number) VALUES ('003000000000001AAA', 3)",
        ]
    )
    func `a change is found`(engine: TestDatabase, change: String) async throws {
        try await engine.withDatabase { database in
            let store = AuditStorage(database)
            try await store.append((1...6).map { Self.entry($0, record: $0 == 2 ? "003000000000001AAA" : nil) })
            try await database.write { session throws(StoreError) in try session.run(change) }
            let verdict = try await AuditTrail.verify(store)
            if case .intact = verdict { Issue.record("Nothing was found.") }
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `an end that was cut off with care is missed by whoever kept a checkpoint`(engine: TestDatabase) async throws {
        try await engine.withDatabase { database in
            let store = AuditStorage(database)
            let kept = try await store.append((1...3).map { Self.entry($0) })
            let checkpoint = try await store.append((4...6).map { Self.entry($0) })
            try await database.write { session throws(StoreError) in
                try session.run("DELETE FROM audit WHERE number > 3")
                try session.run("UPDATE audit_head SET count = 3, hash = $1", .text(kept.hash))
            }
            #expect(try await AuditTrail.verify(store) == .intact(kept))
            guard case .broken = try await AuditTrail.verify(store, against: checkpoint) else {
                Issue.record("Nothing was found.")
                return
            }
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `who is forgotten leaves a chain that holds`(engine: TestDatabase) async throws {
        try await engine.withDatabase { database in
            let store = AuditStorage(database)
            try await store.append([
                Self.entry(1, call: "call_1"), Self.entry(2, call: "call_2", record: "003000000000001AAA"),
                Self.entry(3, call: "call_1"), Self.entry(4, call: "call_3", record: "003000000000001AAA"),
            ])
            #expect(try await store.forget(.about(calls: ["call_1"])) == 2)
            #expect(try await store.forget(.about(calls: [], records: ["003000000000001"])) == 2)
            let records = try await store.records(matching: AuditFilter(), after: 0, limit: 10)
            #expect(records.map(\.isForgotten) == [true, true, true, true, false, false])
            #expect(records.dropFirst(4).map(\.entry.outcome) == ["1 calls, 2 entries", "0 calls, 2 entries"])
            #expect(records.allSatisfy { !$0.json.serializedText().contains("Zoë") })
            guard case .intact = try await AuditTrail.verify(store) else {
                Issue.record("The chain is broken.")
                return
            }
            #expect(try await store.forget(.before(.distantFuture)) == 0)
            #expect(try await store.head().count == 6)
        }
    }

    @Test(
        arguments: TestDatabase.engines,
        [
            // One more than was forgotten, and the one that says what was.
            "UPDATE audit SET personal = NULL, salt = '' WHERE number = 2",
            "UPDATE audit SET personal = NULL, salt = '' WHERE number = 4",
            "UPDATE audit SET outcome = '2 calls, 3 entries' WHERE number = 4",
        ]
    )
    func `removing details is no forgetting, even where somebody was forgotten`(
        engine: TestDatabase,
        change: String
    ) async throws {
        try await engine.withDatabase { database in
            let store = AuditStorage(database)
            try await store.append([Self.entry(1), Self.entry(2, call: "call_2"), Self.entry(3)])
            #expect(try await store.forget(.about(calls: ["call_1"])) == 2)
            guard case .intact = try await AuditTrail.verify(store) else {
                Issue.record("The chain is broken.")
                return
            }
            try await database.write { session throws(StoreError) in try session.run(change) }
            guard case .broken = try await AuditTrail.verify(store) else {
                Issue.record("Nothing was found.")
                return
            }
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `what has reached an age is forgotten, and every entry of it named`(engine: TestDatabase) async throws {
        try await engine.withDatabase { database in
            let store = AuditStorage(database)
            for start in [1, 501, 1001] { try await store.append((start..<start + 500).map { Self.entry($0) }) }
            let date = Date(timeIntervalSince1970: 1_800_000_000 + 1200)
            let forgetting = Forgetting(.before(date), because: "age", by: "server")
            #expect(try await store.forget(forgetting) == 1000)
            #expect(try await store.forget(forgetting) == 199)
            #expect(try await store.forget(forgetting) == 0)
            guard case .intact(let head) = try await AuditTrail.verify(store) else {
                Issue.record("The chain is broken.")
                return
            }
            #expect(head.count == 1502)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `entries are found by what they are about`(engine: TestDatabase) async throws {
        try await engine.withDatabase { database in
            let store = AuditStorage(database)
            try await store.append(
                (1...6).map { Self.entry($0, call: "call_\($0 % 3)", record: "00300000000000\($0)") }
            )
            func numbers(_ filter: AuditFilter, before number: Int? = nil) async throws -> [Int] {
                try await store.records(matching: filter, before: number, limit: 10).map(\.number)
            }
            #expect(try await numbers(AuditFilter(callID: "call_1")) == [4, 1])
            #expect(try await numbers(AuditFilter(action: "log_call")) == [5, 3, 1])
            #expect(try await numbers(AuditFilter(action: "log_call"), before: 3) == [1])
            #expect(try await numbers(AuditFilter(recordID: "003000000000005")) == [5])
            #expect(try await numbers(AuditFilter(outcome: "refused")) == [])
            let start = Date(timeIntervalSince1970: 1_800_000_000)
            #expect(try await numbers(AuditFilter(from: start + 3, until: start + 5)) == [4, 3])
        }
    }
}

extension AuditStorage {
    fileprivate func forget(_ extent: Forgetting.Extent) async throws(StoreError) -> Int {
        try await forget(Forgetting(extent, because: "caller", by: "usr_1"))
    }
}
