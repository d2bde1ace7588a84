import Foundation
import JSON
import Testing

@testable import SandboxOrg

/// What an org does by itself beyond the records it is given.
struct OrgBehaviourTests {
    private let org = Result { try Org.open() }

    private func value(_ field: String, of object: String, _ id: String) async throws -> JSONValue? {
        try await org.get().record(object, id, fields: [field])[field]
    }

    @Test func `comments written into a case become comments of their own`() async throws {
        let org = try org.get()
        let id = try await org.create("Case", ["Subject": "A", "Comments": "Called twice"])
        #expect(try await value("Comments", of: "Case", id) == .null)
        try await org.update("Case", id, ["Comments": "Called again"])
        let comments = try await org.query("SELECT Parent.Subject, IsPublished FROM CaseComment ORDER BY Id")
        #expect(comments.map { $0["Parent"]?["Subject"] } == ["A", "A"])
        let rows = try await org.query("SELECT (SELECT CommentBody FROM CaseComments ORDER BY Id) FROM Case")
        let texts = rows.first?["CaseComments"]?["records"]?.array?.map { $0["CommentBody"] }
        #expect(texts == ["Called twice", "Called again"])
    }

    @Test func `the last activity is the latest event or closed task, of the person and of the account`() async throws {
        let org = try org.get()
        let account = try await org.create("Account", ["Name": "A"])
        let contact = try await org.create("Contact", ["LastName": "B", "AccountId": .string(account)])
        let open = try await org.create("Task", ["WhoId": .string(contact), "ActivityDate": "2026-05-01"])
        #expect(try await value("LastActivityDate", of: "Contact", contact) == .null)
        try await org.update("Task", open, ["Status": "Completed"])
        #expect(try await value("LastActivityDate", of: "Contact", contact) == "2026-05-01")
        #expect(try await value("LastActivityDate", of: "Account", account) == "2026-05-01")
        let event = try await org.create(
            "Event",
            ["WhoId": .string(contact), "StartDateTime": "2026-06-02T10:00:00Z", "DurationInMinutes": 30]
        )
        #expect(try await value("LastActivityDate", of: "Contact", contact) == "2026-06-02")
        try await org.delete("Event", event)
        #expect(try await value("LastActivityDate", of: "Account", account) == "2026-05-01")
    }

    @Test func `a price that is used is archived, and the product on the opportunity keeps it`() async throws {
        let org = try Org.open(seed: .demo)
        let items = try await org.query("SELECT Id, PricebookEntryId FROM OpportunityLineItem LIMIT 1")
        let item = try #require(items.first?["Id"]?.string)
        let entry = try #require(items.first?["PricebookEntryId"]?.string)
        try await org.delete("PricebookEntry", entry)
        let kept = try await org.record("OpportunityLineItem", item, fields: ["PricebookEntryId"])
        #expect(kept["PricebookEntryId"] == .string(entry))
        #expect(try await org.query("SELECT Id FROM PricebookEntry WHERE Id = '\(entry)'").isEmpty)
        let archived = try await org.query(
            "SELECT IsArchived FROM PricebookEntry WHERE Id = '\(entry)'",
            as: nil,
            apiVersion: "59.0",
            includesDeleted: true
        )
        #expect(archived.records.first?["IsArchived"] == true)
    }

    @Test func `an event may be in a calendar that is nobody's`() async throws {
        let org = try Org.open(seed: .demo)
        let calendars = try await org.query("SELECT Id, Name FROM Calendar WHERE IsActive = true")
        let calendar = try #require(calendars.first?["Id"]?.string)
        let event = try await org.create(
            "Event",
            ["OwnerId": .string(calendar), "StartDateTime": "2026-06-02T10:00:00Z", "DurationInMinutes": 30]
        )
        let rows = try await org.query("SELECT Owner.Name, Owner.Type FROM Event WHERE Id = '\(event)'")
        #expect(rows.first?["Owner"]?["Name"] == "Boardroom")
        #expect(rows.first?["Owner"]?["Type"] == "Calendar")
    }

    @Test func `a file is described by its name and contents, and a new version takes its place`() async throws {
        let org = try org.get()
        let first = try await org.create(
            "ContentVersion",
            ["PathOnClient": "folder/offer.v1.PDF", "VersionData": .string(Data("abc".utf8).base64EncodedString())]
        )
        let version = try await org.record("ContentVersion", first)
        #expect(version["Title"] == "offer.v1")
        #expect(version["FileExtension"] == "PDF")
        #expect(version["FileType"] == "PDF")
        #expect(version["ContentSize"] == 3)
        #expect(version["Checksum"] == "900150983cd24fb0d6963f7d28e17f72")
        let document = try #require(version["ContentDocumentId"]?.string)
        try await org.create(
            "ContentVersion",
            [
                "ContentDocumentId": .string(document), "PathOnClient": "offer.txt", "Title": "Offer",
                "VersionData": .string(Data("abcd".utf8).base64EncodedString()),
            ]
        )
        let stored = try await org.record("ContentDocument", document)
        #expect(stored["Title"] == "Offer")
        #expect(stored["FileType"] == "TXT")
        #expect(stored["ContentSize"] == 4)
        let versions = try await org.query("SELECT IsLatest FROM ContentVersion ORDER BY Id")
        #expect(versions.map { $0["IsLatest"] } == [false, true])
        try await org.delete("ContentDocument", document)
        #expect(try await org.query("SELECT Id FROM ContentVersion").isEmpty)
    }

    @Test func `contacts that look alike are refused where that is switched on, unless the request allows them`()
        async throws
    {
        var configuration = SandboxServer.Configuration()
        configuration.seed = .empty
        configuration.refusesDuplicates = true
        try await withSandboxServer(configuration) { sandbox in
            let client = SandboxClient(sandbox)
            let body = #"{"LastName":"Twin","Email":"twin@acme.example"}"#
            let first = try await client.send("POST", "sobjects/Contact", body)
            let id = try #require(first.json?["id"]?.string)
            let second = try await client.send("POST", "sobjects/Contact", body)
            #expect(second.status == 400)
            #expect(second.error?["errorCode"] == "DUPLICATES_DETECTED")
            let result = try #require(second.error?["duplicateResult"])
            #expect(result["allowSave"] == true)
            #expect(result["matchResults"]?[0]?["matchRecords"]?[0]?["record"]?["Id"] == .string(id))
            let allowed = try await client.send(
                "POST",
                "sobjects/Contact",
                body,
                headers: ["Sforce-Duplicate-Rule-Header": "allowSave=true, includeRecordDetails=true"]
            )
            #expect(allowed.status == 201)
        }
    }
}
