import Calls
import JSON
import Testing

/// An agent that is limited to the caller's records neither finds nor reads another account's.
@Suite(.demoOrg) struct ScopedReadTests {
    /// A way to another customer's data: the action, and what it is given. `{Object: condition}` stands for an id.
    struct Way: Sendable, CustomTestStringConvertible {
        var action: String
        var arguments: [String: String] = [:]
        /// Arguments that are ids: the object and the condition for the one record.
        var ids: [String: (object: String, condition: String)] = [:]
        var yaml = "name: unused\nsoql: SELECT Id FROM Contact"

        var testDescription: String { yaml.hasPrefix("name: unused") ? "\(action) \(arguments) \(ids)" : yaml }

        func arguments(on org: DemoOrg) async throws -> JSONObject {
            var object = JSONObject()
            for (name, value) in arguments { object[name] = .string(value) }
            for (name, id) in ids { object[name] = .string(try await org.id(of: id.object, where: id.condition)) }
            return object
        }

        static func custom(_ yaml: String, _ arguments: [String: String] = [:]) -> Way {
            Way(action: "way", arguments: arguments, yaml: "name: way\n" + yaml)
        }

        static func soql(_ soql: String) -> Way { custom("soql: >-\n  " + soql) }
        static func sosl(_ sosl: String) -> Way { custom("sosl: >-\n  " + sosl) }
        static func get(_ endpoint: String, _ object: String, _ condition: String) -> Way {
            Way(
                action: "way",
                ids: ["id": (object, condition)],
                yaml: "name: way\nendpoint: \(endpoint)\nparameters:\n  - {name: id, type: id, required: true}"
            )
        }
    }

    private static let connor = (object: "Contact", condition: "Name = 'Sarah Connor'")
    private static let nightLine = (object: "Case", condition: "Subject = 'Night line must always be answered'")
    private static let callBack = (object: "Task", condition: "Subject = 'Call back before 18:00'")
    private static let review = (object: "Event", condition: "Subject = 'Security review'")
    private static let plan = (object: "ContentNote", condition: "Title = 'Cyberdyne network plan'")

    /// What would show another customer's data to an agent without limits.
    static let revealing: [Way] = [
        // By search.
        Way(action: "search_contact", arguments: ["search_term": "Connor"]),
        Way(action: "search_account", arguments: ["search_term": "Cyberdyne"]),
        Way(action: "search_case", arguments: ["search_term": "Night line"]),
        Way(action: "search_case", ids: ["ContactId": connor]),
        Way(action: "search_task", arguments: ["search_term": "Call back"]),
        Way(action: "search_event", arguments: ["search_term": "Security"]),
        Way(action: "search_event", ids: ["WhoId": connor]),
        Way(action: "search_opportunity", arguments: ["search_term": "Cyberdyne"]),
        Way(action: "search_lead", arguments: ["search_term": "a"]),
        Way(action: "global_search", arguments: ["search_term": "Cyberdyne"]),
        // By id.
        Way(action: "get_contact", ids: ["record_id": connor]),
        Way(action: "get_case", ids: ["record_id": nightLine]),
        Way(action: "get_account", ids: ["record_id": ("Account", "Name = 'Cyberdyne Systems'")]),
        Way(action: "get_account", ids: ["record_id": ("Account", "Name = 'Acme West'")]),
        Way(action: "get_opportunity", ids: ["record_id": ("Opportunity", "Name = 'Cyberdyne call recording'")]),
        Way(action: "get_note", ids: ["record_id": plan]),
        .get("sobjects/Task/{{id}}", callBack.object, callBack.condition),
        .get("sobjects/Event/{{id}}?fields=Subject,Who.Name", review.object, review.condition),
        .get("sobjects/Contact/{{id}}", connor.object, connor.condition),
        .get("sobjects/ContentDocument/{{id}}", "ContentDocument", "Title = 'Cyberdyne network plan'"),
        .get("sobjects/Note/{{id}}", "Note", "Title = 'Visitors'"),
        .get("sobjects/Account/{{id}}/Contacts", "Account", "Name = 'Cyberdyne Systems'"),
        .get("sobjects/Account/{{id}}/Contacts", "Account", "Name = 'Acme West'"),
        .custom(
            "endpoint: sobjects/Contact/Email/{{email}}\nparameters: [{name: email}]",
            ["email": "sarah.connor@cyberdyne.example"]
        ),
        // By queries of one's own.
        .soql("SELECT Name, Email FROM Contact WHERE Name LIKE '%' OR Name != null"),
        .soql("SELECT Name, Email FROM Contact WHERE NOT (Name = 'x') LIMIT 200"),
        .soql("SELECT FIELDS(ALL) FROM Case ORDER BY Id DESC LIMIT 200"),
        .soql("SELECT FIELDS(ALL) FROM Task ORDER BY Id DESC LIMIT 200"),
        .soql("SELECT Id, Name FROM Contact c WHERE c.Account.Name != 'x'"),
        .soql("SELECT Id, Subject FROM Event"), .soql("SELECT Id, Title FROM Note"),
        .soql("SELECT Id, Name, Email FROM Contact USING SCOPE everything"),
        .soql("SELECT Email, COUNT(Id) FROM Contact GROUP BY Email"),
        .soql("SELECT Subject FROM Case GROUP BY Subject HAVING COUNT(Id) > 0"),
        .soql("SELECT MAX(Name) FROM Account"), .soql("SELECT COUNT(Id), MIN(Email) FROM Contact"),
        .soql("SELECT Id FROM Lead"), .soql("SELECT Email FROM Lead"),
        .custom("endpoint: queryAll/?q=SELECT+Name,Email+FROM+Contact"),
        // By relationships to other records.
        .soql("SELECT Name, (SELECT Name FROM ChildAccounts) FROM Account"),
        .soql("SELECT Name, (SELECT Name, Email FROM Contacts), (SELECT Subject FROM Cases) FROM Account"),
        .soql("SELECT Name, (SELECT Subject FROM Tasks), (SELECT Subject FROM Events) FROM Contact"),
        .soql("SELECT Id, (SELECT ContentDocument.Title FROM ContentDocumentLinks) FROM Account"),
        .soql("SELECT Id, Parent.Name FROM Account"), .soql("SELECT Name, Account.Parent.Name FROM Contact"),
        .soql("SELECT Id, ReportsTo.Name FROM Contact"), .soql("SELECT Id, Contact.Email FROM Case"),
        .soql("SELECT Account.Name, Opportunity.Name FROM OpportunityLineItem LIMIT 0"),
        .soql("SELECT Opportunity.Name, Quantity FROM OpportunityLineItem"),
        .soql("SELECT Contact.Name, Role FROM OpportunityContactRole"),
        .soql("SELECT Contact.Name, Lead.Name FROM CampaignMember"),
        .soql("SELECT Name, (SELECT Contact.Name, Lead.Name FROM CampaignMembers) FROM Campaign"),
        .soql("SELECT Id, Who.Name, What.Name FROM Task"), .soql("SELECT Id, Who.Name FROM Event ORDER BY Id"),
        .soql("SELECT Id, TYPEOF What WHEN Account THEN Name WHEN Opportunity THEN Name ELSE Name END FROM Task"),
        .soql("SELECT Id, Subject FROM Task WHERE Who.Name = 'Sarah Connor'"),
        .soql("SELECT Id FROM Contact WHERE Id IN (SELECT ContactId FROM Case WHERE Subject LIKE 'Night%')"),
        .soql("SELECT Id, Name FROM Contact WHERE Id NOT IN (SELECT ContactId FROM Case WHERE ContactId != null)"),
        .soql("SELECT Id, Name FROM Account WHERE Id IN (SELECT AccountId FROM Contact)"),
        .soql("SELECT Id, Title FROM ContentNote"), .soql("SELECT Id, Title FROM ContentDocument"),
        .soql("SELECT Title, ContentDocumentId FROM ContentVersion"),
        .soql("SELECT Title, LatestPublishedVersion.Title FROM ContentDocument"),
        .custom(
            "soql: SELECT ContentDocument.Title FROM ContentDocumentLink WHERE LinkedEntityId = '{{id}}'\n"
                + "parameters: [{name: id}]",
            ["id": "{Cyberdyne}"]
        ),
        // By searches of one's own.
        .sosl("FIND {Cyberdyne} IN ALL FIELDS RETURNING Account(Id, Name), Contact(Id, Name, Email), Case, Task"),
        .sosl("FIND {Connor} IN NAME FIELDS RETURNING Contact"),
        .sosl("FIND {Cyberdyne OR Acme} RETURNING Account(Name WHERE Name != 'x' ORDER BY Name), Opportunity(Name)"),
        .sosl("FIND {Cyberdyne}"), .sosl("FIND {network} RETURNING ContentNote(Id, Title)"),
        .sosl("FIND {Security} RETURNING Event(Id, Subject), Task(Id, Subject)"),
    ]

    @Test(arguments: revealing)
    func `nothing of another customer comes out`(way: Way) async throws {
        let org = try #require(DemoOrg.shared)
        let marks = try await ForeignMarks.marks(of: org)
        let cyberdyne = try await org.id(of: "Account", where: "Name = 'Cyberdyne Systems'")
        var arguments = try await way.arguments(on: org)
        if arguments["id"] == "{Cyberdyne}" { arguments["id"] = .string(cyberdyne) }

        let fixture = try await ScopeFixture.recognised(on: org, adding: way.yaml)
        let outcome = await fixture.run(way.action, arguments)
        #expect(marks.found(in: outcome) == [], "\(outcome.json.serializedText())")
        #expect(outcome.status != .unavailable && outcome.status != .invalid, "\(outcome.json.serializedText())")
        let query = await fixture.latestQuery ?? ""
        #expect(!outcome.say.contains("malformed"), "\(query)")
    }

    @Test(arguments: ["search_contact", "search_case", "search_task", "search_event"])
    func `a search without a term lists the caller's own, and nobody's without the limit`(action: String) async throws {
        let org = try #require(DemoOrg.shared)
        let marks = try await ForeignMarks.marks(of: org)
        let limited = await (try await ScopeFixture.recognised(on: org)).run(action)
        #expect(limited.status == .completed)
        #expect(marks.found(in: limited) == [], "\(limited.json.serializedText())")
        let free = await (try await ScopeFixture.recognised(on: org, isLimited: false)).run(action)
        #expect(free.status == .invalid)
        #expect(free.result == nil)
    }

    /// The same without limits: what the test above finds missing is there.
    @Test(arguments: revealing)
    func `without the limit the way leads to someone else's record`(way: Way) async throws {
        let org = try #require(DemoOrg.shared)
        let marks = try await ForeignMarks.marks(of: org)
        let cyberdyne = try await org.id(of: "Account", where: "Name = 'Cyberdyne Systems'")
        var arguments = try await way.arguments(on: org)
        if arguments["id"] == "{Cyberdyne}" { arguments["id"] = .string(cyberdyne) }

        let fixture = try await ScopeFixture.recognised(on: org, adding: way.yaml, isLimited: false)
        let outcome = await fixture.run(way.action, arguments)
        let isRefusedByOrg = outcome.status == .refused || outcome.status == .notFound
        #expect(!marks.found(in: outcome).isEmpty || isRefusedByOrg, "\(outcome.json.serializedText())")
    }

    @Test(arguments: [
        "endpoint: sobjects/Contact/{{find_anyone.Id}}",
        "endpoint: sobjects/Contact/{{find_anyone.Id}}?fields=Name,Email",
        "soql: SELECT Id, Name, Email FROM Contact WHERE Id = '{{find_anyone.Id}}'",
        "soql: SELECT Id, Subject FROM Case WHERE ContactId = '{{previousAction.Id}}'",
        "endpoint: sobjects/Contact/{{previousAction.records[0].Id}}",
    ])
    func `what an earlier search has found is no way in`(request: String) async throws {
        let org = try #require(DemoOrg.shared)
        let marks = try await ForeignMarks.marks(of: org)
        let yaml = "name: way\n" + request
        for isLimited in [true, false] {
            let fixture = try await ScopeFixture.recognised(on: org, adding: yaml, isLimited: isLimited)
            #expect(await fixture.run("find_anyone", ["name": "Sarah Connor"]).status == .completed)
            let outcome = await fixture.run("way")
            #expect(marks.found(in: outcome).isEmpty == isLimited, "\(outcome.json.serializedText())")
        }
    }

    @Test func `a caller nobody has recognised has no records`() async throws {
        let fixture = try ScopeFixture(on: try #require(DemoOrg.shared), callerPhone: nil)
        for action in ["search_contact", "search_case"] {
            let outcome = await fixture.run(action)
            #expect(outcome.status == .verificationRequired)
            #expect(outcome.result == nil)
        }
    }

    @Test func `whether a record is another's or there is none can't be told apart`() async throws {
        let org = try #require(DemoOrg.shared)
        let fixture = try await ScopeFixture.recognised(on: org)
        let other = try await org.id(of: "Contact", where: "Name = 'Sarah Connor'")
        let refused = await fixture.run("get_contact", ["record_id": .string(other)])
        let absent = await fixture.run("get_contact", ["record_id": "003000000000999AAA"])
        #expect(refused.status == .refused)
        #expect(refused == absent)
    }
}
