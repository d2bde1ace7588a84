import Actions
import Calls
import DatabaseFixture
import JSON
import Platforms
import SandboxOrg
import Testing

/// What becomes of writes that a call could not finish.
struct ReconcilerTests {
    private static let lead: JSONObject = [
        "LastName": "Onlyonce", "Company": "O'Brien & Söhne", "Email": "a@b.example",
    ]
    private static let leads = "SELECT Id FROM Lead WHERE LastName = 'Onlyonce'"

    @Test(arguments: TestDatabase.engines)
    func `a create whose answer was lost is found, and the call learns of it`(engine: TestDatabase) async throws {
        try await engine.withDatabase { database in
            try await JournaledOrg.run(on: database) { org in
                org.sandbox.faults.add(Fault(.dropAfterCommit, to: RequestPattern(method: "POST"), count: 1))
                let call = try await org.call()
                let told = await org.use("create_lead", Self.lead, in: call)
                #expect(told.written == .perhaps)
                #expect(try await org.entry().state == .uncertain)
                await org.reconciler.round()
                let entry = try await org.entry()
                #expect(entry.state == .settled)
                #expect(try await org.count(Self.leads) == 1)
                let again = await org.use("create_lead", Self.lead, in: call)
                #expect(again.isReplayed)
                #expect(again.written == .yes, "\(again)")
                #expect(try await org.count(Self.leads) == 1)
            }
        }
    }

    @Test func `a create that was lost on the way is sent again, once nothing of it can come any more`() async throws {
        try await TestDatabase.sqlite.withDatabase { database in
            try await JournaledOrg.run(on: database) { org in
                org.sandbox.faults.add(Fault(.dropBeforeCommit, to: RequestPattern(method: "POST"), count: 1))
                _ = await org.use("create_lead", Self.lead, in: try await org.call())
                await org.reconciler.round()
                #expect(try await org.entry().state == .uncertain)
                #expect(try await org.count(Self.leads) == 0)
                org.wait(.seconds(31))
                await org.reconciler.round()
                #expect(try await org.entry().state == .settled)
                #expect(try await org.count(Self.leads) == 1)
            }
        }
    }

    @Test func `a create that is too old is given up with its reason, and can be tried again`() async throws {
        try await TestDatabase.sqlite.withDatabase { database in
            try await JournaledOrg.run(on: database) { org in
                org.sandbox.faults.add(Fault(.dropBeforeCommit, to: RequestPattern(method: "POST"), count: 1))
                _ = await org.use("create_lead", Self.lead, in: try await org.call())
                org.wait(.seconds(3600))
                await org.reconciler.round()
                let entry = try await org.entry()
                #expect(entry.state == .abandoned)
                #expect(entry.reason == "It was not saved, and by now it is too old to be sent again.")
                #expect(try await org.journal.counts()[.abandoned] == 1)
                #expect(try await org.journal.retry(entry.id)?.state == .uncertain)
                await org.reconciler.round()
                #expect(try await org.entry().state == .settled)
                #expect(try await org.count(Self.leads) == 1)
                #expect(try await org.journal.retry(entry.id) == nil)
            }
        }
    }

    @Test func `what was given up can be dismissed`() async throws {
        try await TestDatabase.sqlite.withDatabase { database in
            try await JournaledOrg.run(on: database) { org in
                org.sandbox.faults.add(Fault(.dropBeforeCommit, to: RequestPattern(method: "POST"), count: 1))
                _ = await org.use("create_lead", Self.lead, in: try await org.call())
                org.wait(.seconds(3600))
                await org.reconciler.round()
                #expect(try await org.journal.dismiss(org.entry().id)?.dismissedAt != nil)
                #expect(try await org.journal.counts().isEmpty)
                #expect(try await org.journal.entries(limit: 9).isEmpty)
            }
        }
    }

    @Test func `two equal creates that were lost are two records, each known to one`() async throws {
        try await TestDatabase.sqlite.withDatabase { database in
            try await JournaledOrg.run(on: database) { org in
                let posts = RequestPattern(method: "POST")
                org.sandbox.faults.add(Fault(.dropAfterCommit, to: posts, count: 1))
                _ = await org.use("create_lead", Self.lead, in: try await org.call())
                org.sandbox.faults.add(Fault(.dropBeforeCommit, to: posts, count: 1))
                _ = await org.use("create_lead", Self.lead, in: try await org.call())
                for _ in 0..<3 {
                    await org.reconciler.round()
                    org.wait(.seconds(31))
                }
                let entries = try await org.journal.entries(limit: 9)
                #expect(entries.map(\.state) == [.settled, .settled])
                #expect(Set(entries.map(\.createdRecord)).count == 2)
                #expect(try await org.count(Self.leads) == 2)
            }
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `a note waits for the org, and is attached when it is back`(engine: TestDatabase) async throws {
        try await engine.withDatabase { database in
            try await JournaledOrg.run(on: database) { org in
                org.sandbox.faults.add(Fault(.unavailable, to: RequestPattern(method: "POST")))
                let told = await org.use(
                    "create_note",
                    ["Title": "What was said", "Content": "All of it.", "record_id": .string(org.contact)],
                    in: try await org.call()
                )
                #expect(told.status == .queued)
                #expect(told.written == .soon)
                org.wait(.seconds(60))
                await org.reconciler.round()
                #expect(try await org.entry().state == .queued)
                org.sandbox.faults.clear()
                org.wait(.seconds(60))
                await org.reconciler.round()
                let entry = try await org.entry()
                #expect(entry.state == .settled, "\(entry.reason ?? "")")
                let links = "SELECT Id FROM ContentDocumentLink WHERE LinkedEntityId = '\(org.contact)'"
                #expect(try await org.count(links) == 1)
                let end = try await org.audit.records(matching: AuditFilter(kind: .write), limit: 9)
                #expect(end.map(\.entry.outcome) == ["settled"])
            }
        }
    }

    @Test func `only what went to the org counts as sent`() async throws {
        try await TestDatabase.sqlite.withDatabase { database in
            try await JournaledOrg.run(on: database) { org in
                org.access.signOut()
                let told = await org.use(
                    "create_note",
                    ["Title": "What was said", "Content": "All of it.", "record_id": .string(org.contact)],
                    in: try await org.call()
                )
                #expect(told.status == .queued, "\(told)")
                org.wait(.seconds(60))
                await org.reconciler.round()
                let waiting = try await org.entry()
                #expect((waiting.details.timesSent, waiting.details.sentAt) == (0, nil))
                org.access.signIn()
                org.wait(.seconds(60))
                await org.reconciler.round()
                let entry = try await org.entry()
                #expect(entry.state == .settled)
                // The note, and its link to the contact.
                #expect(entry.details.timesSent == 2)
            }
        }
    }

    @Test func `a note whose link was lost is found whole, or put together`() async throws {
        try await TestDatabase.sqlite.withDatabase { database in
            try await JournaledOrg.run(on: database) { org in
                // The note's own answer is lost: whether it is there is asked by its title and by what it says.
                org.sandbox.faults.add(Fault(.dropAfterCommit, to: RequestPattern(method: "POST"), count: 1))
                let told = await org.use(
                    "create_note",
                    ["Title": "What was said", "Content": "All of it & more.", "record_id": .string(org.contact)],
                    in: try await org.call()
                )
                #expect(told.written == .perhaps)
                await org.reconciler.round()
                #expect(try await org.entry().state == .settled)
                #expect(try await org.count("SELECT Id FROM ContentNote WHERE Title = 'What was said'") == 1)
                let links = "SELECT Id FROM ContentDocumentLink WHERE LinkedEntityId = '\(org.contact)'"
                #expect(try await org.count(links) == 1)
            }
        }
    }

    @Test func `an update of what someone has changed since is given up with its reason`() async throws {
        try await TestDatabase.sqlite.withDatabase { database in
            try await JournaledOrg.run(on: database) { org in
                let id = try await org.sandbox.org.create("Lead", ["LastName": "Lee", "Company": "Acme"])
                org.sandbox.faults.add(Fault(.dropBeforeCommit, to: RequestPattern(method: "PATCH")))
                let told = await org.use(
                    "update_lead",
                    ["record_id": .string(id), "Email": "new@acme.example"],
                    in: try await org.call()
                )
                #expect(told.written == .perhaps)
                org.sandbox.faults.clear()
                org.sandbox.clock.advance(by: 5)
                try await org.sandbox.org.update("Lead", id, ["Email": "other@acme.example"])
                await org.reconciler.round()
                let entry = try await org.entry()
                #expect(entry.state == .abandoned)
                #expect(entry.reason == "Someone has changed the record since.")
                #expect(try await org.sandbox.org.record("Lead", id)["Email"] == "other@acme.example")
            }
        }
    }
}
