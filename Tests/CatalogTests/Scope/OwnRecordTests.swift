import Calls
import JSON
import SandboxOrg
import Testing

/// The limit to the caller's records leaves the caller's records.
@Suite struct OwnRecordTests {
    @Suite(.demoOrg) struct Reading {
        @Test(
            arguments: [
                (
                    "SELECT Name FROM Contact ORDER BY Name",
                    [["Name": "Linda Okafor"], ["Name": "Sarah Johnson"], ["Name": "Tom Becker"]]
                ),
                (
                    "SELECT Name, Account.Name FROM Contact WHERE LastName = 'Johnson' OR LastName = 'Connor'",
                    [["Name": "Sarah Johnson", "Account": ["Name": "Acme Corporation"]]]
                ),
                (
                    "SELECT Name, (SELECT Subject FROM Cases WHERE IsClosed = false ORDER BY Subject) FROM Contact "
                        + "WHERE FirstName = 'Sarah'",
                    [
                        [
                            "Name": "Sarah Johnson",
                            "Cases": [
                                ["Subject": "Echo on calls to the warehouse"],
                                ["Subject": "Invoice charged twice in March"],
                            ],
                        ]
                    ]
                ),
                (
                    "SELECT Name, Owner.Name FROM Account",
                    [["Name": "Acme Corporation", "Owner": ["Name": "James Wilson"]]]
                ),
                (
                    "SELECT Name, ReportsTo.Name FROM Contact WHERE LastName = 'Becker'",
                    [["Name": "Tom Becker", "ReportsTo": ["Name": "Sarah Johnson"]]]
                ),
                (
                    "SELECT Subject FROM Task WHERE IsClosed = false ORDER BY Subject",
                    [["Subject": "Send the renewal quote"], ["Subject": "Ship a replacement phone"]]
                ),
                ("SELECT Subject FROM Event", [["Subject": "Meeting"]]),
                ("SELECT Title FROM ContentNote", [["Title": "Renewal call with Sarah"]]),
                ("SELECT Title FROM Note", [["Title": "How they pay"]]),
                (
                    "SELECT ContentDocument.Title FROM ContentDocumentLink",
                    [["ContentDocument": ["Title": "Renewal call with Sarah"]]]
                ),
                ("SELECT COUNT(Id) FROM Case", [["expr0": 5]]),
                ("SELECT Name FROM Product2 WHERE ProductCode = 'D200'", [["Name": "Desk Phone D200"]]),
                (
                    "SELECT Subject FROM Case WHERE ContactId IN (SELECT Id FROM Contact WHERE LastName = 'Becker')",
                    [["Subject": "Desk phone shows no display"]]
                ),
                (
                    "SELECT Quantity, Opportunity.Name FROM OpportunityLineItem WHERE Quantity > 100",
                    [["Quantity": 240, "Opportunity": ["Name": "Acme renewal and 20 seats"]]]
                ),
            ] as [(String, JSONValue)]
        )
        func `a query gives the caller's own`(soql: String, records: JSONValue) async throws {
            let fixture = try await ScopeFixture.recognised(
                on: try #require(DemoOrg.shared),
                adding: "name: way\nsoql: >-\n  \(soql)"
            )
            let outcome = await fixture.run("way")
            let query = await fixture.latestQuery ?? ""
            #expect(outcome.result?["records"]?.covers(records) == true, "\(outcome.json.serializedText()) \(query)")
        }

        @Test func `a query says in itself whose records it asks for`() async throws {
            let org = try #require(DemoOrg.shared)
            let fixture = try await ScopeFixture.recognised(
                on: org,
                adding: "name: way\nsoql: SELECT Contact.Name FROM Case WHERE Status = 'New' OR Priority = 'High'"
            )
            await fixture.run("way")
            let contact = try await org.id(of: "Contact", where: "Name = 'Sarah Johnson'")
            let account = try await org.id(of: "Account", where: "Name = 'Acme Corporation'")
            let query = await fixture.latestQuery
            #expect(
                query
                    == "SELECT Contact.Name FROM Case WHERE (ContactId = '\(contact)' OR AccountId = '\(account)') AND "
                    + "(ContactId = NULL OR Contact.Id = '\(contact)' OR Contact.AccountId = '\(account)') AND "
                    + "(AccountId = NULL OR Account.Id = '\(account)') AND (Status = 'New' OR Priority = 'High')"
            )
        }

        @Test func `what is related through several kinds of records is named by its id alone`() async throws {
            let fixture = try await ScopeFixture.recognised(on: try #require(DemoOrg.shared))
            let outcome = await fixture.run("search_task", ["search_term": "renewal quote"])
            let record = outcome.result?["records"]?[0]
            #expect(record?["Subject"] == "Send the renewal quote")
            #expect(record?["WhatId"]?.string?.hasPrefix("006") == true)
            #expect(record?["What"] == nil && record?["Who"] == nil)
        }

        @Test func `a search of everything finds what the caller has of it`() async throws {
            let fixture = try await ScopeFixture.recognised(on: try #require(DemoOrg.shared))
            let outcome = await fixture.run("global_search", ["search_term": "Acme"])
            let names = (outcome.result?["records"]?.array ?? []).compactMap { $0["Name"]?.string }
            #expect(names.contains("Acme Corporation"))
            #expect(!names.contains("Acme West"))
        }

        @Test(arguments: [
            ("get_contact", "Contact", "Name = 'Tom Becker'"), ("get_account", "Account", "Name = 'Acme Corporation'"),
            ("get_case", "Case", "Subject = 'Desk phone shows no display'"),
            ("get_opportunity", "Opportunity", "Name = 'Acme renewal and 20 seats'"),
            ("get_note", "ContentNote", "Title = 'Renewal call with Sarah'"),
            ("get_user", "User", "Name = 'Maria López'"), ("read_task", "Task", "Subject = 'Ship a replacement phone'"),
        ])
        func `a record of the caller can be read by its id`(
            action: String,
            object: String,
            condition: String
        ) async throws {
            let org = try #require(DemoOrg.shared)
            let fixture = try await ScopeFixture.recognised(
                on: org,
                adding: """
                    name: read_task
                    endpoint: sobjects/Task/{{record_id}}?fields=Subject,Status,Who.Name,What.Name
                    parameters: [{name: record_id, type: id, required: true}]
                    """
            )
            let id = try await org.id(of: object, where: condition)
            let outcome = await fixture.run(action, ["record_id": .string(id)])
            #expect(outcome.status == .completed, "\(outcome.json.serializedText())")
        }

        @Test func `what was found is not asked about again before it is read`() async throws {
            let fixture = try await ScopeFixture.recognised(on: try #require(DemoOrg.shared))
            let search = await fixture.run("search_case", ["search_term": "Echo"])
            let id = try #require(search.result?["records"]?[0]?["Id"])
            await fixture.run("get_case", ["record_id": id])
            #expect(await fixture.call.invocations.last?.requests.count == 1)
        }
    }

    @Test func `a case is opened, read back and changed, and a note put on it`() async throws {
        try await DemoOrg.run { org in
            let fixture = try await ScopeFixture.recognised(on: org)
            let contact = JSONValue.string(try await org.id(of: "Contact", where: "Name = 'Sarah Johnson'"))
            let created = await fixture.run("create_case", ["Subject": "No dial tone", "ContactId": contact])
            #expect(created.status == .completed, "\(created.json.serializedText())")
            let id = try #require(created.result?["Id"])
            #expect(await fixture.run("update_case", ["record_id": id, "Priority": "High"]).status == .completed)
            let note = await fixture.run("create_note", ["Title": "Tone", "Content": "None at all", "record_id": id])
            #expect(note.status == .completed, "\(note.json.serializedText())")
            let noteID = try #require(note.result?["Id"])
            #expect(await fixture.run("get_note", ["record_id": noteID]).status == .completed)
            #expect(await fixture.run("update_note", ["record_id": noteID, "Title": "Dial tone"]).status == .completed)
            let task = await fixture.run(
                "log_call",
                ["Subject": "Call about the tone", "WhoId": contact, "WhatId": id]
            )
            #expect(task.status == .completed, "\(task.json.serializedText())")
            #expect(
                try await org.rows("SELECT Priority FROM Case WHERE Subject = 'No dial tone'").covers([
                    ["Priority": "High"]
                ])
            )
        }
    }

    @Test func `a case without a contact is the call's own as long as the call lasts`() async throws {
        try await DemoOrg.run { org in
            let fixture = try await ScopeFixture.recognised(on: org)
            let created = await fixture.run("create_case", ["Subject": "Line noise"])
            #expect(created.say.contains("case number"), "\(created.json.serializedText())")
            let id = try #require(created.result?["Id"])
            #expect(await fixture.run("update_case", ["record_id": id, "Status": "Working"]).status == .completed)
            let later = try await ScopeFixture.recognised(on: org)
            #expect(await later.run("update_case", ["record_id": id, "Status": "Closed"]).status == .refused)
        }
    }

    @Test func `a task about a case of the caller is theirs, though it names no contact`() async throws {
        try await DemoOrg.run { org in
            let caseID = try await org.id(of: "Case", where: "Subject = 'Echo on calls to the warehouse'")
            let task = try await org.sandbox.org.create(
                "Task",
                ["Subject": "Measure the echo", "WhatId": .string(caseID)]
            )
            let fixture = try await ScopeFixture.recognised(on: org)
            let arguments: JSONObject = ["record_id": .string(task), "Status": "Completed"]
            #expect(await fixture.run("update_task", arguments).status == .completed)
        }
    }
}
