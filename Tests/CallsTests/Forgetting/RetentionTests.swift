import Calls
import DatabaseFixture
import Foundation
import JSON
import Logging
import Platforms
import Storage
import Synchronization
import Testing

/// What is forgotten by its age, and how little others notice of it.
@Suite struct RetentionTests {
    private static let calls = 1200
    private static let today = Date(timeIntervalSince1970: 1_780_000_000)

    /// Puts a call for each of many days into the database, each with an entry of the audit trail and a write.
    private func fill(_ database: any Database) async throws {
        let audit = AuditStorage(database)
        for number in 0..<Self.calls {
            let day = Self.today.addingTimeInterval(-86_400 * Double(number) / 4)
            try await CallStorage(database).insert(
                SavedCall(
                    id: "call_\(number)",
                    agentID: "agt_1",
                    externalID: nil,
                    channel: "http",
                    callerPhone: "+15552345678",
                    contactID: nil,
                    openedAt: day,
                    changedAt: day,
                    endedAt: day,
                    version: 1,
                    state: ["said": "Quetzal"]
                )
            )
            try await audit.append([
                AuditEntry(
                    .invocation,
                    at: day,
                    by: "agt_1",
                    callID: "call_\(number)",
                    personal: .init(recordIDs: ["003000000000001AAA"], details: ["say": "Quetzal"])
                ),
                AuditEntry(.person, at: day, by: "usr_1", personal: .init(details: ["address": "192.0.2.1"])),
            ])
        }
        try await database.write { session throws(StoreError) in
            for number in 0..<Self.calls {
                // Of calls that are forgotten already: such a write was not certain then.
                try session.run(
                    """
                    INSERT INTO journal (id, call_id, agent_id, connection_id, action, state, request_key, created_at,
                        changed_at, due_at, version, details)
                    VALUES ($1, 'call_gone', 'agt_1', 'con_1', 'create_case', 'settled', 'key', $2, $2, $2, 1, $3)
                    """,
                    .text("wrt_\(number)"),
                    SQLValue(Self.today.addingTimeInterval(-86_400 * Double(number) / 4)),
                    SQLValue(["invocation": "Quetzal"])
                )
            }
        }
    }

    private static func records(in database: any Database) -> PersonalRecords {
        let logger = Logger(label: "test")
        let trail = AuditTrail(store: AuditStorage(database), logger: logger)
        let journal = JournalStorage(database)
        let directory = CallDirectory(
            store: CallStorage(database),
            services: CallServices(
                send: { _, _, _ throws(CRMError) in throw CRMError(.unavailable) },
                journal: Journal(store: journal, logger: logger),
                audit: trail
            ),
            logger: logger
        ) { _ throws(StoreError) in nil }
        return PersonalRecords(
            calls: directory,
            journal: journal,
            auditStore: AuditStorage(database),
            trail: trail,
            attempts: VerificationStorage(database)
        )
    }

    private func count(_ condition: String, in database: any Database) async throws -> Int {
        try await database.read { session throws(StoreError) in
            try session.rows("SELECT COUNT(*) AS number FROM \(condition)", []).first?.integer("number") ?? -1
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `what has reached an age is forgotten in steps, and others write in between`(
        engine: TestDatabase
    ) async throws {
        try await engine.withDatabase { database in
            try await fill(database)
            let records = Self.records(in: database)
            let isDone = Mutex(false)
            async let forgotten = {
                defer { isDone.withLock { $0 = true } }
                return try await records.forget(before: Self.today.addingTimeInterval(-90 * 86_400))
            }()
            var writes = 0
            while !isDone.withLock({ $0 }) {
                try await database.write { session throws(StoreError) in
                    try session.run("UPDATE workspace SET revision = revision + 1")
                }
                writes += 1
            }
            let old = Self.calls - 361
            #expect(try await forgotten.calls == old)
            #expect(writes > old / 100, "Others wrote \(writes) times meanwhile.")
            #expect(try await count("calls WHERE state <> '{}'", in: database) == 361)
            #expect(try await count("audit WHERE personal LIKE '%Quetzal%'", in: database) == 361)
            #expect(try await count("audit WHERE personal LIKE '%192.0.2.1%'", in: database) == 361)
            #expect(try await count("audit_records", in: database) == 361)
            #expect(try await count("journal WHERE details LIKE '%Quetzal%'", in: database) == 361)
            guard case .intact = try await AuditTrail.verify(AuditStorage(database)) else {
                Issue.record("The chain is broken.")
                return
            }
        }
    }

    @Test func `a caller of very many calls is forgotten in steps`() async throws {
        try await TestDatabase.sqlite.withDatabase { database in
            try await fill(database)
            let subject = PersonalRecords.Subject(phone: "555-234-5678")
            let forgotten = try await Self.records(in: database).forget(subject, by: "usr_1")
            #expect(forgotten.calls == Self.calls && forgotten.auditEntries == Self.calls)
            let steps = (Self.calls + PersonalRecords.batch - 1) / PersonalRecords.batch
            #expect(try await count("audit WHERE kind = 'forgetting'", in: database) == steps)
            #expect(try await count("audit WHERE personal LIKE '%Quetzal%'", in: database) == 0)
        }
    }
}
