import Foundation
import JSON
import Testing

@testable import SandboxOrg

/// Records that come back: from the recycle bin, or with the whole org.
struct RecycleBinTests {
    @Test func `an undeleted record can be read, searched and changed again`() async throws {
        let org = try Org.open()
        let id = try await org.create("Contact", ["LastName": "Returning"])
        try await org.delete("Contact", id)
        #expect(try await org.search("FIND {Returning}").isEmpty)
        try await org.undelete([id])
        #expect(try await org.record("Contact", id)["IsDeleted"] == false)
        #expect(try await org.search("FIND {Returning}").count == 1)
        try await org.update("Contact", id, ["FirstName": "Rita"])
    }

    @Test func `what a cascade deleted comes back with its parent, and nothing else does`() async throws {
        let clock = OrgClock()
        let org = try Org.open(clock: { clock.now })
        let account = try await org.create("Account", ["Name": "Acme"])
        let contact = try await org.create("Contact", ["LastName": "Stays", "AccountId": .string(account)])
        let other = try await org.create("Contact", ["LastName": "Gone", "AccountId": .string(account)])
        let task = try await org.create("Task", ["Subject": "Call", "WhoId": .string(contact)])
        try await org.delete("Contact", other)
        clock.advance(by: 10)
        try await org.delete("Account", account)
        try await org.undelete([account])
        #expect(try await org.record("Contact", contact)["AccountId"] == .string(account))
        #expect(try await org.record("Task", task)["WhoId"] == .string(contact))
        #expect(try await org.query("SELECT Id FROM Contact").count == 1)
    }

    @Test func `totals follow`() async throws {
        let org = try Org.open(seed: .demo)
        let item = try await org.query("SELECT Id, OpportunityId FROM OpportunityLineItem LIMIT 1")
        let itemId = try #require(item.first?["Id"]?.string)
        let opportunityId = try #require(item.first?["OpportunityId"]?.string)
        let before = try await org.record("Opportunity", opportunityId)["Amount"]
        try await org.delete("OpportunityLineItem", itemId)
        #expect(try await org.record("Opportunity", opportunityId)["Amount"] != before)
        try await org.undelete([itemId])
        #expect(try await org.record("Opportunity", opportunityId)["Amount"] == before)
    }

    @Test func `a note comes back with its document`() async throws {
        let org = try Org.open()
        let note = try await org.create("ContentNote", ["Title": "Plan", "Content": "SGVsbG8="])
        let versions = try await org.query("SELECT Id FROM ContentVersion").count
        try await org.delete("ContentNote", note)
        try await org.undelete([note])
        #expect(try await org.query("SELECT Id FROM ContentDocument WHERE Id = '\(note)'").count == 1)
        #expect(try await org.query("SELECT Id FROM ContentVersion").count == versions)
        let links = "SELECT Id FROM ContentDocumentLink WHERE ContentDocumentId = '\(note)'"
        #expect(try await org.query(links).count == 1)
    }

    @Test func `what is not deleted can't be undeleted, and then nothing is`() async throws {
        let org = try Org.open()
        let deleted = try await org.create("Lead", ["LastName": "A", "Company": "B"])
        let kept = try await org.create("Lead", ["LastName": "C", "Company": "D"])
        try await org.delete("Lead", deleted)
        let error = await #expect(throws: SalesforceError.self) { try await org.undelete([deleted, kept]) }
        #expect(error?.code == "UNDELETE_FAILED")
        #expect(try await org.query("SELECT Id FROM Lead").count == 1)
        await #expect(throws: SalesforceError.self) { try await org.undelete(["nonsense"]) }
    }

    @Test func `a reset gives the seed back, with the same ids`() async throws {
        var configuration = SandboxServer.Configuration()
        configuration.clock = { .init(timeIntervalSince1970: 1_773_151_200) }
        try await withSandboxServer(configuration) { sandbox in
            let everything = "SELECT FIELDS(ALL) FROM Contact ORDER BY Id LIMIT 200"
            let before = try await sandbox.org.query(everything)
            let task = try #require(try await sandbox.org.query("SELECT Id FROM Task LIMIT 1").first?["Id"]?.string)
            try await sandbox.org.delete("Task", task)
            let added = try await sandbox.org.create("Contact", ["LastName": "Added"])
            sandbox.faults.add(Fault(.latency(.milliseconds(1))))
            let client = SandboxClient(sandbox)
            #expect(try await client.send("GET", "limits").status == 200)
            try await sandbox.reset()
            #expect(try await sandbox.org.query(everything) == before)
            #expect(try await sandbox.org.query("SELECT Id FROM Task WHERE Id = '\(task)'").count == 1)
            #expect(sandbox.faults.all.isEmpty && sandbox.requests.isEmpty)
            #expect(try await sandbox.org.create("Contact", ["LastName": "Again"]) == added)
            #expect(try await sandbox.org.search("FIND {Added}").isEmpty)
            // The users are the same, and so is who is logged in.
            let limits = try await client.send("GET", "limits")
            #expect(limits.status == 200)
            #expect(limits.headers["sforce-limit-info"] == "api-usage=1/15000")
        }
    }

    @Test func `an org in a file is reset too, with its generated contacts`() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("org.sqlite").path
        let org = try Org.open(.file(path: path), seed: .generated(contacts: 20))
        let names = try await org.query("SELECT Id, Name FROM Contact ORDER BY Id")
        #expect(names.count > 20)
        try await org.create("Contact", ["LastName": "Added"])
        try await org.reset()
        #expect(try await org.query("SELECT Id, Name FROM Contact ORDER BY Id") == names)
    }
    @Test func `an org can be filled with something else this once`() async throws {
        let org = try Org.open(seed: .demo)
        let demo = try await org.query("SELECT Id FROM Contact")
        try await org.reset(to: .generated(contacts: 20))
        #expect(try await org.query("SELECT Id FROM Contact").count == demo.count + 20)
        try await org.reset()
        #expect(try await org.query("SELECT Id FROM Contact") == demo)
    }
}
