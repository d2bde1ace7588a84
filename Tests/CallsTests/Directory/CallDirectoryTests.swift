import Actions
import Calls
import DatabaseFixture
import Foundation
import JSON
import Logging
import Platforms
import Storage
import Testing
import Workspace

/// Calls that outlive the process they are in: a directory stands for a node.
struct CallDirectoryTests {
    private let agent: Agent
    private let clock = TestClock()

    init() throws {
        agent = try .catalogued()
    }

    private func directory(_ database: any Database, _ org: ScriptedOrg) -> CallDirectory {
        let journal = Journal(
            store: JournalStorage(database),
            clock: clock.time,
            logger: Logger(label: "test")
        )
        let services = CallServices(
            send: { request, _, deadline throws(CRMError) in try await org.send(request, deadline) },
            journal: journal,
            audit: AuditTrail(store: AuditStorage(database), logger: Logger(label: "test")),
            clock: clock.time
        )
        return CallDirectory(
            store: CallStorage(database),
            services: services,
            logger: Logger(label: "test")
        ) { [agent] _ throws(StoreError) in agent }
    }

    private func open(_ directory: CallDirectory, externalID: String? = nil) async throws -> Call {
        try await directory.open(
            agent,
            callerPhone: "+15552345678",
            channel: "http",
            reportsTurns: true,
            externalID: externalID
        )
    }

    private static let lead: JSONObject = ["LastName": "Lee", "Company": "Acme"]

    @Test(arguments: TestDatabase.engines)
    func `what was asked before a restart is confirmed after it`(engine: TestDatabase) async throws {
        try await engine.withDatabase { database in
            let org = ScriptedOrg.withContacts(sarahJohnson)
            let before = directory(database, org)
            let call = try await open(before)
            await call.invoke("search_contact", ["search_term": "Johnson"])
            let asked = await call.invoke("create_lead", Self.lead).outcome
            await before.saveChanged()

            let after = directory(database, org)
            let again = try #require(try await after.call(call.id, for: agent))
            #expect(again !== call)
            #expect(await again.assurance == call.assurance)
            #expect(await again.invocations.map(\.savedJSON) == call.invocations.map(\.savedJSON))
            await again.callerSpoke()
            let done = await again.confirm(try #require(asked.confirmationID), by: agent.id).outcome
            #expect(done.status == .completed, "\(done)")
            #expect(org.writes.count == 1)
            // The chain of results goes on as well.
            let chained = await again.invoke("create_case", ["ContactId": "003000000000001AAA", "Subject": "Hi"])
            #expect(chained.outcome.status == .confirmationRequired)
            #expect(chained.outcome.say.contains("Sarah Johnson"))
        }
    }

    @Test(arguments: [TestDatabase.sqlite])
    func `an overtaken question that a person was shown is answered after a restart`(engine: TestDatabase) async throws
    {
        try await engine.withDatabase { database in
            let org = ScriptedOrg.withContacts()
            let before = directory(database, org)
            let call = try await open(before)
            let id = try #require(await call.invoke("create_lead", Self.lead).outcome.confirmationID)
            await call.invoke("create_lead", ["LastName": "Leigh", "Company": "Acme"])
            await before.saveChanged()

            let again = try #require(try await directory(database, org).call(call.id, for: agent))
            await again.callerSpoke()
            #expect(await again.confirm(id, by: agent.id).outcome.status == .refused)
            let done = await again.confirm(id, by: agent.id, isAnswer: true).outcome
            #expect(done.status == .completed, "\(done)")
            #expect(org.writes.map { $0.body?["LastName"] } == ["Lee"])
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `a yes whose answer was lost gets it after a restart`(engine: TestDatabase) async throws {
        try await engine.withDatabase { database in
            let org = ScriptedOrg.withContacts(sarahJohnson)
            let before = directory(database, org)
            let call = try await open(before)
            let id = try #require(await call.invoke("create_lead", Self.lead).outcome.confirmationID)
            await call.callerSpoke()
            let first = await call.confirm(id, by: agent.id).outcome
            await before.saveChanged()

            let again = try #require(try await directory(database, org).call(call.id, for: agent))
            let replayed = await again.confirm(id, by: agent.id).outcome
            #expect(replayed.isReplayed)
            #expect(replayed.status == .completed)
            #expect(replayed.result == first.result)
            #expect(org.writes.count == 1)
        }
    }

    @Test(arguments: [TestDatabase.sqlite])
    func `a yes that was carried out before a crash is not carried out again`(engine: TestDatabase) async throws {
        try await engine.withDatabase { database in
            let org = ScriptedOrg.withContacts()
            let before = directory(database, org)
            let call = try await open(before)
            let asked = await call.invoke("create_lead", Self.lead).outcome
            await call.callerSpoke()
            await before.saveChanged()
            let done = await call.confirm(try #require(asked.confirmationID), by: agent.id).outcome
            #expect(done.written == .yes)
            // The node ends before it saves the call: for the next one, the yes was not given yet.
            let again = try #require(try await directory(database, org).call(call.id, for: agent))
            let repeated = await again.confirm(try #require(asked.confirmationID), by: agent.id).outcome
            #expect(repeated.isReplayed)
            #expect(repeated.written == .yes)
            #expect(repeated.result == done.result)
            #expect(org.writes.count == 1)
        }
    }

    private static let event: JSONObject = [
        "Subject": "Callback", "StartDateTime": "tomorrow at 10am", "EndDateTime": "tomorrow at 11am",
    ]

    @Test(arguments: TestDatabase.engines)
    func `a yes that was used before a restart is no yes to another question after it`(
        engine: TestDatabase
    ) async throws {
        try await engine.withDatabase { database in
            let org = ScriptedOrg.withContacts()
            let before = directory(database, org)
            let call = try await open(before)
            let one = try #require(await call.invoke("create_lead", Self.lead).outcome.confirmationID)
            let other = try #require(await call.invoke("schedule_event", Self.event).outcome.confirmationID)
            await call.callerSpoke()
            await call.confirm(one, by: agent.id)
            await before.saveChanged()

            let again = try #require(try await directory(database, org).call(call.id, for: agent))
            #expect(await again.confirm(other, by: agent.id).outcome.status == .confirmationRequired)
            #expect(org.writes.count == 1)
            await again.callerSpoke()
            #expect(await again.confirm(other, by: agent.id).outcome.status == .completed)
        }
    }

    @Test(arguments: TestDatabase.postgres)
    func `one yes answers one question on all nodes together`(engine: TestDatabase) async throws {
        try await engine.withNodes(2) { databases in
            let org = ScriptedOrg.withContacts()
            let nodes = databases.map { directory($0, org) }
            for round in 1...10 {
                let call = try await open(nodes[0])
                let lead: JSONObject = ["LastName": .string("Lee \(round)"), "Company": "Acme"]
                let one = try #require(await call.invoke("create_lead", lead).outcome.confirmationID)
                let other = try #require(await call.invoke("schedule_event", Self.event).outcome.confirmationID)
                await call.callerSpoke()
                let elsewhere = try #require(try await nodes[1].call(call.id, for: agent))
                async let here = call.confirm(one, by: agent.id).outcome.status
                async let there = elsewhere.confirm(other, by: agent.id).outcome.status
                let statuses = await [here, there]
                #expect(Set(statuses) == [.completed, .confirmationRequired], "\(statuses)")
                #expect(org.writes.count == round)
            }
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `what is under way while its caller is forgotten is not noted afterwards`(engine: TestDatabase) async throws {
        try await engine.withDatabase { database in
            let (writing, startWriting) = AsyncStream.makeStream(of: Void.self)
            let (release, mayAnswer) = AsyncStream.makeStream(of: Void.self)
            let org = ScriptedOrg { request throws(CRMError) in
                guard request.method.isWrite else { return .found([]) }
                startWriting.yield()
                for await _ in release { break }
                return CRMResponse(status: 201, body: .json(["id": "00Q000000000001AAA", "success": true]))
            }
            let node = directory(database, org)
            let trail = AuditTrail(store: AuditStorage(database), logger: Logger(label: "test"))
            let attempts = VerificationStorage(database)
            let records = PersonalRecords(
                calls: node,
                journal: JournalStorage(database),
                auditStore: AuditStorage(database),
                trail: trail,
                attempts: attempts
            )
            let call = try await open(node)
            let asked = await call.invoke("create_lead", ["LastName": "Quetzal", "Company": "Acme"]).outcome
            let id = try #require(asked.confirmationID)
            await call.callerSpoke()
            _ = try await attempts.note(["number/5552345678"], at: clock.time(), limit: 10, within: 3600)
            async let confirmed = call.confirm(id, by: agent.id).outcome
            for await _ in writing { break }
            _ = try await records.forget(PersonalRecords.Subject(phone: "555-234-5678"), by: "usr_1")
            mayAnswer.yield()
            #expect(await confirmed.status == .completed)
            await node.saveChanged()
            try await call.services.audit?.flush()

            let kept = try await database.read { session throws(StoreError) in
                var texts: [String] = []
                for table in ["calls", "invocations", "journal", "audit", "verification_attempts"] {
                    for row in try session.rows("SELECT * FROM \(table)") { texts.append("\(table): \(row)") }
                }
                return texts
            }
            #expect(!kept.contains { $0.contains("Quetzal") }, "\(kept)")
            #expect(!kept.contains { $0.contains("5552345678") }, "\(kept)")
            let verdict = try await AuditTrail.verify(AuditStorage(database))
            guard case .intact = verdict else {
                Issue.record("\(verdict)")
                return
            }
        }
    }

    @Test(arguments: TestDatabase.postgres)
    func `any node can go on with a call`(engine: TestDatabase) async throws {
        try await engine.withNodes(2) { databases in
            let org = ScriptedOrg.withContacts(sarahJohnson)
            let nodes = databases.map { directory($0, org) }
            let first = try await open(nodes[0])
            let second = try #require(try await nodes[1].call(first.id, for: agent))
            await first.invoke("search_contact", ["search_term": "Johnson"])
            let asked = await second.invoke("create_lead", Self.lead).outcome
            await first.callerSpoke()
            let done = await first.confirm(try #require(asked.confirmationID), by: agent.id).outcome
            #expect(done.written == .yes, "\(done)")
            let repeated = await second.confirm(try #require(asked.confirmationID), by: agent.id).outcome
            #expect(repeated.isReplayed && repeated.status == .completed)
            await second.invoke("search_contact", ["search_term": "Johnson"])
            let saved = try await nodes[0].invocations(of: first.id)
            #expect(saved.map(\.action) == ["search_contact", "create_lead", "confirm", "confirm", "search_contact"])
            #expect(saved.map(\.number) == [1, 2, 3, 4, 5])
        }
    }

    @Test(arguments: TestDatabase.postgres)
    func `one yes on two nodes at once is one write`(engine: TestDatabase) async throws {
        try await engine.withNodes(2) { databases in
            let org = ScriptedOrg.withContacts()
            let nodes = databases.map { directory($0, org) }
            let calls = [try await open(nodes[0], externalID: "x"), try await open(nodes[1], externalID: "x")]
            #expect(calls[0].id == calls[1].id)
            let asked = await calls[0].invoke("create_lead", Self.lead).outcome
            await calls[1].callerSpoke()
            let id = try #require(asked.confirmationID)
            async let left = calls[0].confirm(id, by: agent.id).outcome
            async let right = calls[1].confirm(id, by: agent.id).outcome
            let outcomes = await [left, right]
            #expect(outcomes.contains { $0.written == .yes && !$0.isReplayed })
            #expect(outcomes.allSatisfy { $0.written == .yes || $0.status == .refused })
            #expect(org.writes.count == 1)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `a write is written down before it is sent, and its end after it`(engine: TestDatabase) async throws {
        try await engine.withDatabase { database in
            let store = JournalStorage(database)
            let org = ScriptedOrg { request throws(CRMError) in
                let entries = (try? await store.entries(matching: JournalFilter(), after: nil, limit: 9)) ?? []
                guard entries.map(\.state) == [.prepared], entries.first?.details.request == request else {
                    throw CRMError(.validation, say: "It was not written down.")
                }
                return CRMResponse(status: 201, body: .json(["id": "00Q000000000001AAA", "success": true]))
            }
            let call = try await open(directory(database, org))
            let asked = await call.invoke("create_lead", Self.lead).outcome
            await call.callerSpoke()
            let done = await call.confirm(try #require(asked.confirmationID), by: agent.id).outcome
            #expect(done.written == .yes, "\(done)")
            let entry = try #require(try await store.entries(matching: JournalFilter(), after: nil, limit: 9).first)
            #expect(entry.state == .settled)
            #expect(entry.createdRecord == "00Q000000000001")
            #expect(entry.details.outcome == done.json)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `what can't be written down is not sent`(engine: TestDatabase) async throws {
        try await engine.withDatabase { database in
            let org = ScriptedOrg.withContacts()
            let call = try await open(directory(database, org))
            let asked = await call.invoke("create_lead", Self.lead).outcome
            await call.callerSpoke()
            try await database.write { session throws(StoreError) in try session.run("DROP TABLE journal") }
            let outcome = await call.confirm(try #require(asked.confirmationID), by: agent.id).outcome
            #expect(outcome.status == .unavailable)
            #expect(outcome.written == .no)
            #expect(org.writes.isEmpty)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `what is forgotten is nowhere any more`(engine: TestDatabase) async throws {
        try await engine.withDatabase { database in
            let node = directory(database, .withContacts(sarahJohnson))
            let call = try await open(node)
            await call.invoke("search_contact", ["search_term": "Johnson"])
            #expect(try await node.calls(phone: "555-234-5678", contactID: nil) == [call.id])
            try await node.forget([call.id])
            #expect(try await node.calls(phone: "555-234-5678", contactID: nil) == [])
            let saved = try #require(try await node.savedCall(call.id))
            #expect(saved.callerPhone == nil)
            #expect(saved.state == [:])
            #expect(saved.endedAt != nil)
            #expect(try await node.invocations(of: call.id).isEmpty)
        }
    }

    @Test func `ten thousand open calls have room in 200 megabytes`() async throws {
        try await TestDatabase.sqlite.withDatabase { database in
            let node = directory(database, .withContacts(sarahJohnson))
            let before = try Self.residentBytes
            // A tenth of them, for a tenth of the time; each has found a contact.
            for _ in 0..<1000 { _ = try await open(node).invoke("search_contact", ["search_term": "Johnson"]) }
            await node.saveChanged()
            #expect(await node.liveCount == 1000)
            let growth = try Self.residentBytes - before
            #expect(growth < 20_000_000, "\(growth / 1000) bytes a call")
        }
    }

    private static var residentBytes: Int {
        get throws {
            let pages = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
            return try #require(Int(pages[1])) * 4096
        }
    }
}
