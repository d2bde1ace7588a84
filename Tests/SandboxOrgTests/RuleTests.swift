import FoundationEssentials
import JSON
import Testing

@testable import SandboxOrg

/// What an org does by itself when records change.
struct RuleTests {
    private let org: Org

    init() throws {
        org = try Org.open(clock: { Date(timeIntervalSince1970: 1_770_000_000.5) })
    }

    private func field(_ name: String, of object: String, _ id: String) async throws -> JSONValue? {
        try await org.record(object, id)[name]
    }

    private func create(_ object: String, _ body: JSONValue) async throws -> JSONValue {
        .string(try await org.create(object, body))
    }

    // MARK: Every object

    @Test func `a new record knows when and by whom it was made`() async throws {
        let id = try await org.create("Account", ["Name": " Acme "])
        let account = try await org.record("Account", id)
        #expect(account["Name"] == "Acme")
        for name in ["CreatedDate", "LastModifiedDate", "SystemModstamp"] {
            #expect(account[name] == "2026-02-02T02:40:00.000+0000")
        }
        #expect(account["OwnerId"] == .string(org.administratorId))
        #expect(account["CreatedById"] == .string(org.administratorId))
        #expect(account["IsDeleted"] == false)
    }

    @Test(arguments: [("Account", "Name", "ParentId"), ("Contact", "LastName", "ReportsToId")])
    func `nothing is above itself`(object: String, name: String, above: String) async throws {
        let low = try await org.create(object, [name: "Low"])
        let middle = try await org.create(object, [name: "Middle"])
        let high = try await org.create(object, [name: "High"])
        try await org.update(object, low, [above: .string(middle)])
        try await org.update(object, middle, [above: .string(high)])
        for id in [low, middle, high] {
            let error = await #expect(throws: SalesforceError.self) {
                try await org.update(object, high, [above: .string(id)])
            }
            #expect(error?.code == "CIRCULAR_DEPENDENCY")
            #expect(error?.fields == [above])
        }
        #expect(try await field(above, of: object, high) == .null)
    }

    @Test func `null clears a field, but not one that must have a value`() async throws {
        let id = try await org.create("Contact", ["LastName": "A", "Phone": "555"])
        try await org.update("Contact", id, ["Phone": nil])
        #expect(try await field("Phone", of: "Contact", id) == .null)
        let error = await #expect(throws: SalesforceError.self) {
            try await org.update("Contact", id, ["LastName": nil])
        }
        #expect(error?.code == "REQUIRED_FIELD_MISSING")
    }

    @Test func `numbers and truth values are taken as text too`() async throws {
        let id = try await org.create("Account", ["Name": "A", "NumberOfEmployees": "12", "AnnualRevenue": "1000"])
        #expect(try await field("NumberOfEmployees", of: "Account", id) == 12)
        let escalated = try await org.create("Case", ["IsEscalated": "true"])
        #expect(try await field("IsEscalated", of: "Case", escalated) == true)
    }

    @Test func `a deletion takes the account's contacts and opportunities along, and a query finds neither`()
        async throws
    {
        let account = try await create("Account", ["Name": "A"])
        _ = try await create("Contact", ["LastName": "B", "AccountId": account])
        _ = try await create(
            "Opportunity",
            ["Name": "C", "AccountId": account, "StageName": "Prospecting", "CloseDate": "2026-03-01"]
        )
        try await org.delete("Account", account.string ?? "")
        #expect(try await org.query("SELECT Id FROM Contact").isEmpty)
        #expect(try await org.query("SELECT Id FROM Opportunity").isEmpty)
        let all = try await org.query("SELECT Id FROM Contact", as: nil, apiVersion: "59.0", includesDeleted: true)
        #expect(all.totalSize == 1)
    }

    @Test func `deleting a contact clears the references that do not go with it`() async throws {
        let boss = try await org.create("Contact", ["LastName": "Boss"])
        let clerk = try await org.create("Contact", ["LastName": "Clerk", "ReportsToId": .string(boss)])
        try await org.delete("Contact", boss)
        #expect(try await field("ReportsToId", of: "Contact", clerk) == .null)
    }

    // MARK: Sales

    @Test func `a stage sets the probability, the forecast and whether the sale is over`() async throws {
        let id = try await org.create(
            "Opportunity",
            ["Name": "A", "StageName": "Negotiation/Review", "CloseDate": "2026-05-31", "Amount": 1000]
        )
        var opportunity = try await org.record("Opportunity", id)
        #expect(opportunity["Probability"]?.number?.double == 90)
        #expect(opportunity["ExpectedRevenue"]?.number?.double == 900)
        #expect(opportunity["ForecastCategory"] == "Forecast")
        #expect(opportunity["ForecastCategoryName"] == "Commit")
        #expect(opportunity["Fiscal"] == "2026 2")
        try await org.update("Opportunity", id, ["StageName": "Closed Won"])
        opportunity = try await org.record("Opportunity", id)
        #expect(opportunity["IsClosed"] == true)
        #expect(opportunity["IsWon"] == true)
        #expect(opportunity["Probability"]?.number?.double == 100)
    }

    @Test func `a probability that is given stays`() async throws {
        let id = try await org.create(
            "Opportunity",
            ["Name": "A", "StageName": "Prospecting", "CloseDate": "2026-05-31", "Probability": 33]
        )
        #expect(try await field("Probability", of: "Opportunity", id)?.number?.double == 33)
    }

    @Test func `line items make the amount, and fix the price book`() async throws {
        let book = try #require(try await org.query("SELECT Id FROM Pricebook2")[0]["Id"])
        let product = try await create("Product2", ["Name": "Phone", "IsActive": true])
        let entry = try await create(
            "PricebookEntry",
            ["Pricebook2Id": book, "Product2Id": product, "UnitPrice": 100, "IsActive": true]
        )
        let opportunity = try await create(
            "Opportunity",
            ["Name": "Sale", "StageName": "Prospecting", "CloseDate": "2026-05-31", "Amount": 7]
        )
        let item = try await org.create(
            "OpportunityLineItem",
            ["OpportunityId": opportunity, "PricebookEntryId": entry, "Quantity": 3, "UnitPrice": 90, "Discount": 10]
        )
        let id = opportunity.string ?? ""
        #expect(try await field("TotalPrice", of: "OpportunityLineItem", item)?.number?.double == 243)
        #expect(try await field("Name", of: "OpportunityLineItem", item) == "Sale Phone")
        #expect(try await field("Amount", of: "Opportunity", id)?.number?.double == 243)
        #expect(try await field("Pricebook2Id", of: "Opportunity", id) == book)
        #expect(try await field("HasOpportunityLineItem", of: "Opportunity", id) == true)
        try await org.update("Opportunity", id, ["Amount": 1])
        #expect(try await field("Amount", of: "Opportunity", id)?.number?.double == 243)
        let otherBook = try await create("Pricebook2", ["Name": "Other", "IsActive": true])
        let otherEntry = try await create(
            "PricebookEntry",
            ["Pricebook2Id": otherBook, "Product2Id": product, "UnitPrice": 80, "IsActive": true]
        )
        let error = await #expect(throws: SalesforceError.self) {
            try await org.create(
                "OpportunityLineItem",
                ["OpportunityId": opportunity, "PricebookEntryId": otherEntry, "Quantity": 1, "UnitPrice": 1]
            )
        }
        #expect(
            error?.message
                == "field integrity exception: PricebookEntryId (pricebook entry is in a different pricebook than the one "
                + "assigned to the opportunity)"
        )
        let refused = await #expect(throws: SalesforceError.self) {
            try await org.delete("Product2", product.string ?? "")
        }
        #expect(refused?.code == "DELETE_FAILED")
        try await org.delete("OpportunityLineItem", item)
        #expect(try await field("HasOpportunityLineItem", of: "Opportunity", id) == false)
    }

    @Test func `a custom price needs a standard price first`() async throws {
        let product = try await create("Product2", ["Name": "Phone"])
        let book = try await create("Pricebook2", ["Name": "Partners"])
        let error = await #expect(throws: SalesforceError.self) {
            try await org.create("PricebookEntry", ["Pricebook2Id": book, "Product2Id": product, "UnitPrice": 1])
        }
        #expect(error?.code == "STANDARD_PRICE_NOT_DEFINED")
        #expect(error?.message == "Before creating a custom price, create a standard price.")
    }

    // MARK: Service

    @Test func `a case is numbered, finds its account, and is closed by its status`() async throws {
        let account = try await create("Account", ["Name": "A"])
        let contact = try await create("Contact", ["LastName": "B", "AccountId": account, "Phone": "(555) 234-5678"])
        let id = try await org.create("Case", ["ContactId": contact])
        var record = try await org.record("Case", id)
        #expect(record["CaseNumber"] == "00001001")
        #expect(record["AccountId"] == account)
        #expect(record["Status"] == "New")
        #expect(record["Priority"] == "Medium")
        #expect(record["ContactPhone"] == "(555) 234-5678")
        #expect(record["IsClosed"] == false)
        try await org.update("Case", id, ["Status": "Closed"])
        record = try await org.record("Case", id)
        #expect(record["IsClosed"] == true)
        #expect(record["ClosedDate"] == "2026-02-02T02:40:00.000+0000")
        try await org.update("Case", id, ["Status": "Working"])
        #expect(try await field("ClosedDate", of: "Case", id) == .null)
    }

    @Test func `a case goes to a queue only if the queue takes cases`() async throws {
        let queue = try await create("Group", ["Name": "Billing Support", "Type": "Queue"])
        #expect(try await field("DeveloperName", of: "Group", queue.string ?? "") == "Billing_Support")
        let error = await #expect(throws: SalesforceError.self) { try await org.create("Case", ["OwnerId": queue]) }
        #expect(error?.code == "INVALID_CROSS_REFERENCE_KEY")
        _ = try await create("QueueSobject", ["QueueId": queue, "SobjectType": "Case"])
        _ = try await create("Case", ["OwnerId": queue])
        #expect(try await org.query("SELECT Id FROM Case WHERE Owner.Type = 'Queue'").count == 1)
    }

    // MARK: Activities

    @Test func `a task's status says whether it is closed`() async throws {
        let id = try await org.create("Task", ["Subject": "Call", "Status": "Completed", "Priority": "High"])
        let task = try await org.record("Task", id)
        #expect(task["IsClosed"] == true)
        #expect(task["IsHighPriority"] == true)
        #expect(task["CompletedDateTime"] == "2026-02-02T02:40:00.000+0000")
        #expect(task["TaskSubtype"] == "Task")
        let error = await #expect(throws: SalesforceError.self) {
            try await org.update("Task", id, ["TaskSubtype": "Call"])
        }
        #expect(error?.code == "INVALID_FIELD_FOR_INSERT_UPDATE")
    }

    @Test func `a task belongs to the account of what it is about`() async throws {
        let account = try await create("Account", ["Name": "A"])
        let contact = try await create("Contact", ["LastName": "B", "AccountId": account])
        let supportCase = try await create("Case", ["Subject": "C"])
        let task = try await org.create("Task", ["WhoId": contact, "WhatId": supportCase])
        #expect(try await field("AccountId", of: "Task", task) == account)
        let lead = try await create("Lead", ["LastName": "L", "Company": "M"])
        let error = await #expect(throws: SalesforceError.self) {
            try await org.create("Task", ["WhoId": lead, "WhatId": account])
        }
        #expect(error?.code == "FIELD_INTEGRITY_EXCEPTION")
    }

    @Test func `an event's end follows from its length, and its length from its end`() async throws {
        let first = try await org.create("Event", ["StartDateTime": "2026-03-01T10:00:00Z", "DurationInMinutes": 90])
        #expect(try await field("EndDateTime", of: "Event", first) == "2026-03-01T11:30:00.000+0000")
        #expect(try await field("ActivityDateTime", of: "Event", first) == "2026-03-01T10:00:00.000+0000")
        #expect(try await field("ActivityDate", of: "Event", first) == "2026-03-01")
        let second = try await org.create(
            "Event",
            ["StartDateTime": "2026-03-01T10:00:00+01:00", "EndDateTime": "2026-03-01T10:45:00+0100"]
        )
        #expect(try await field("DurationInMinutes", of: "Event", second) == 45)
        try await org.update("Event", first, ["StartDateTime": "2026-03-02T10:00:00Z"])
        #expect(try await field("EndDateTime", of: "Event", first) == "2026-03-02T11:30:00.000+0000")
        let wholeDay = try await org.create("Event", ["IsAllDayEvent": true, "ActivityDate": "2026-03-05"])
        #expect(try await field("DurationInMinutes", of: "Event", wholeDay) == 1440)
    }

    // MARK: Notes

    @Test func `a note comes with its document, its version and a link to its author`() async throws {
        let markup = "<p>Fine &amp; dandy</p>\n<script>alert(1)</script><b onclick=\"x()\">bold</b><iframe></iframe>"
        let content = Data(markup.utf8).base64EncodedString()
        let id = try await org.create("ContentNote", ["Title": "A", "Content": .string(content)])
        let note = try await org.record("ContentNote", id)
        #expect(note["FileType"] == "SNOTE")
        #expect(note["TextPreview"] == "Fine & dandy bold")
        #expect(note["Content"] == .string("/services/data/v59.0/sobjects/ContentNote/\(id)/Content"))
        let stored = try await org.data("ContentNote", id, field: "Content")
        #expect(String(decoding: stored, as: UTF8.self) == "<p>Fine &amp; dandy</p><b>bold</b>")
        #expect(try await field("Title", of: "ContentDocument", id) == "A")
        let links = try await org.query(
            "SELECT LinkedEntityId FROM ContentDocumentLink WHERE ContentDocumentId = '\(id)'"
        )
        #expect(links.map { $0["LinkedEntityId"] } == [.string(org.administratorId)])
        try await org.update("ContentNote", id, ["Title": "B"])
        #expect(try await field("Title", of: "ContentDocument", id) == "B")
        let versions = try await org.query("SELECT VersionNumber, IsLatest FROM ContentVersion ORDER BY VersionNumber")
        #expect(versions.map { $0["IsLatest"] } == [false, true])
        try await org.delete("ContentNote", id)
        #expect(try await org.query("SELECT Id FROM ContentDocument").isEmpty)
        #expect(try await org.query("SELECT Id FROM ContentVersion").isEmpty)
    }

    @Test func `a file is linked to a record once`() async throws {
        let note = try await create("ContentNote", ["Title": "A"])
        let account = try await create("Account", ["Name": "B"])
        let link: JSONValue = ["ContentDocumentId": note, "LinkedEntityId": account, "ShareType": "V"]
        _ = try await create("ContentDocumentLink", link)
        let error = await #expect(throws: SalesforceError.self) { try await org.create("ContentDocumentLink", link) }
        #expect(error?.code == "DUPLICATE_VALUE")
    }

    // MARK: Knowledge

    @Test func `an article begins as a draft that both of its objects show`() async throws {
        let id = try await org.create("Knowledge__kav", ["Title": "A", "UrlName": "a", "Answer__c": "B"])
        #expect(try await field("PublishStatus", of: "KnowledgeArticleVersion", id) == "Draft")
        #expect(try await field("ArticleNumber", of: "Knowledge__kav", id) == "000001001")
        try await org.update("Knowledge__kav", id, ["Title": "C"])
        #expect(try await field("Title", of: "KnowledgeArticleVersion", id) == "C")
        let error = await #expect(throws: SalesforceError.self) {
            try await org.update("KnowledgeArticleVersion", id, ["Title": "D"])
        }
        #expect(error?.code == "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY")
    }

    // MARK: Campaigns

    @Test func `a campaign has answers, and counts its members`() async throws {
        let campaign = try await create("Campaign", ["Name": "A"])
        let statuses = try await org.query("SELECT Label FROM CampaignMemberStatus ORDER BY SortOrder")
        #expect(statuses.map { $0["Label"] } == ["Sent", "Responded"])
        let account = try await create("Account", ["Name": "B"])
        let contact = try await create("Contact", ["LastName": "C", "AccountId": account])
        let lead = try await create("Lead", ["LastName": "D", "Company": "E"])
        let member = try await org.create(
            "CampaignMember",
            ["CampaignId": campaign, "ContactId": contact, "LeadId": lead]
        )
        let record = try await org.record("CampaignMember", member)
        #expect(record["LeadId"] == .null)
        #expect(record["Status"] == "Sent")
        #expect(record["CompanyOrAccount"] == "B")
        #expect(record["Type"] == "Contact")
        let error = await #expect(throws: SalesforceError.self) {
            try await org.create("CampaignMember", ["CampaignId": campaign, "ContactId": contact])
        }
        #expect(error?.code == "DUPLICATE_VALUE")
        #expect(error?.message == "Already a campaign member.")
        try await org.update("CampaignMember", member, ["Status": "Responded"])
        #expect(try await field("HasResponded", of: "CampaignMember", member) == true)
        #expect(try await field("NumberOfResponses", of: "Campaign", campaign.string ?? "") == 1)
        try await org.delete("CampaignMember", member)
        #expect(try await field("NumberOfContacts", of: "Campaign", campaign.string ?? "") == 0)
    }

    @Test func `only marketing users make campaigns`() async throws {
        let profile = try #require(try await org.query("SELECT Id FROM Profile LIMIT 1")[0]["Id"])
        let user = try await org.create(
            "User",
            [
                "Username": "b@sandbox.test", "LastName": "B", "Email": "b@sandbox.test", "Alias": "b",
                "CommunityNickname": "b", "TimeZoneSidKey": "Europe/Berlin", "LocaleSidKey": "de_DE",
                "EmailEncodingKey": "UTF-8", "LanguageLocaleKey": "de", "ProfileId": profile, "IsActive": true,
            ]
        )
        let error = await #expect(throws: SalesforceError.self) {
            try await org.create("Campaign", ["Name": "A"], as: user)
        }
        #expect(error?.message == "entity type cannot be inserted: Campaign")
    }
}
