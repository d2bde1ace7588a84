import Actions
import JSON
import Testing

@Suite struct RenderingTests {
    let catalog: Catalog

    init() throws { catalog = try Catalog.salesforce() }

    private func query(_ action: String, _ arguments: [String: JSONValue]) throws -> String {
        let template = try #require(catalog[action]).requests[0].template
        return try template.render(TemplateValues(arguments: arguments)).query[0].value
    }

    private func request(_ yaml: String, _ values: TemplateValues) throws -> CRMRequest {
        let file = DefinitionFile(parsing: yaml)
        let problem = file.problems.first
        return try #require(file.actions.first, "\(problem.map(String.init(describing:)) ?? "")").requests[0]
            .template.render(values)
    }

    @Test(arguments: [
        ("search_contact", "I need something to search by: name, email or phone number."),
        ("search_account", "I need something to search by: name, website or phone number."),
        ("search_case", "I need something to search by: case number, subject, contact name, account name or contact."),
        ("search_event", "I need something to search by: subject, person or regarding."),
    ])
    func `a search without any term lists nobody and says what it needs`(action: String, says: String) throws {
        for arguments in [[:], ["search_term": .null], ["search_term": "  "]] as [[String: JSONValue]] {
            let error = #expect(throws: RenderingError.self) { try query(action, arguments) }
            #expect(error?.say == says)
        }
    }

    @Test func `one condition of several is enough to search by`() throws {
        let query = try query("search_case", ["ContactId": "003000000000001AAA"])
        #expect(query.contains("WHERE ContactId = '003000000000001AAA' ORDER"))
    }

    @Test func `a condition that stays lets a search list all it holds for`() throws {
        #expect(try query("search_products", [:]).contains("WHERE IsActive = TRUE ORDER"))
    }

    @Test func `a definition can say that all may be listed`() throws {
        let yaml = """
            name: find
            soql: SELECT Id FROM Contact WHERE Name LIKE '%{{term}}%' LIMIT 10
            lists_all: true
            parameters: [{name: term}]
            """
        #expect(try request(yaml, TemplateValues()).query[0].value == "SELECT Id FROM Contact LIMIT 10")
    }

    @Test func `a query that will be limited to the caller's records needs no condition of its own`() throws {
        let template = try #require(catalog["search_case"]).requests[0].template
        var values = TemplateValues()
        values.reachOnlyCallersRecords = true
        #expect(!(try template.render(values).query[0].value.contains("WHERE")))
    }

    @Test func `a query inside a condition takes its condition along instead of standing for everybody`() throws {
        let yaml = """
            name: find
            soql: >-
              SELECT Id FROM Contact WHERE Id IN (SELECT ContactId FROM Case WHERE Subject = '{{subject}}')
            parameters: [{name: subject}]
            """
        #expect(throws: RenderingError.nothingToSearchBy(["subject"])) { try request(yaml, TemplateValues()) }
    }

    /// Conditions of which a value is missing, and what is sent with the phone number alone.
    @Test(
        arguments: [
            ("Phone = '{{phone}}' OR (Email = '{{email}}' AND IsDeleted = false)", "Phone = '1'"),
            ("Phone = '{{phone}}' OR (Id != null AND (Email = '{{email}}' OR Title = null))", "Phone = '1'"),
            (
                "Phone = '{{phone}}' OR Id IN (SELECT ContactId FROM Case WHERE Subject = '{{email}}' AND Id != null)",
                "Phone = '1'"
            ),
            ("Email != null AND (Phone = '{{phone}}' OR Email = '{{email}}')", "Email != null AND Phone = '1'"),
            ("Phone = '{{phone}}' AND (Email = '{{email}}' OR Title = null)", "Phone = '1' AND Title = null"),
            (
                "Phone = '{{phone}}' AND (NOT (Email = '{{email}}' OR IsDeleted = true))",
                "Phone = '1' AND (NOT IsDeleted = true)"
            ),
            ("Phone = '{{phone}}' AND Email != '{{email}}'", "Phone = '1'"),
        ]
    )
    func `a missing value takes along what stood beside it for all, instead of finding that`(
        condition: String,
        sent: String
    ) throws {
        let yaml = """
            name: find
            soql: "SELECT Id FROM Contact WHERE \(condition) LIMIT 5"
            parameters: [{name: phone}, {name: email}]
            """
        let text = try request(yaml, TemplateValues(arguments: ["phone": "1"])).query[0].value
        #expect(text.lowercased().hasSuffix("WHERE \(sent) LIMIT 5".lowercased()), "\(text)")
        #expect(throws: RenderingError.self) { try request(yaml, TemplateValues()) }
    }

    @Test(
        arguments: [
            "WHERE Email != null AND Email = '{{email}}'",
            "WHERE IsDeleted = false AND (Email = '{{email}}' OR Title = null)",
            "WHERE Title = null OR (IsDeleted = false AND Email = '{{email}}')",
            "WHERE Id IN (SELECT ContactId FROM Case WHERE CaseNumber = '{{email}}' AND IsClosed = false)",
            "GROUP BY Id HAVING MAX(Email) = '{{email}}'",
        ]
    )
    func `conditions that need no value are not enough to search by`(clauses: String) throws {
        let yaml = """
            name: find
            soql: "SELECT Id FROM Contact \(clauses)"
            parameters: [{name: email}]
            """
        #expect(throws: RenderingError.self) { try request(yaml, TemplateValues()) }
        #expect(throws: Never.self) { try request(yaml, TemplateValues(arguments: ["email": "a@b.example"])) }
    }

    @Test func `what a value excludes is not enough to search by`() throws {
        let yaml = """
            name: find
            soql: "SELECT Id FROM Contact WHERE Email = '{{email}}' AND Phone != '{{phone}}'"
            parameters: [{name: email}, {name: phone}]
            """
        #expect(throws: RenderingError.nothingToSearchBy(["email"])) {
            try request(yaml, TemplateValues(arguments: ["phone": "1"]))
        }
    }

    @Test func `within the caller's records the conditions that need no value stay`() throws {
        let yaml = """
            name: find
            soql: "SELECT Id FROM Case WHERE IsClosed = false AND Subject LIKE '%{{subject}}%'"
            parameters: [{name: subject}]
            """
        var values = TemplateValues()
        values.reachOnlyCallersRecords = true
        #expect(try request(yaml, values).query[0].value.hasSuffix("WHERE IsClosed = FALSE"))
    }

    @Test func `a term that is no phone number is not searched for among phone numbers`() throws {
        let query = try query("search_contact", ["search_term": "O'Brien"])
        #expect(
            query.contains(#"(Name LIKE '%O\'Brien%' OR Email LIKE '%O\'Brien%')"#)
                || query.contains(#"Name LIKE '%O\'Brien%' OR Email LIKE '%O\'Brien%' ORDER"#)
        )
        #expect(!query.contains("Phone LIKE"))
    }

    @Test func `a phone number is searched for however it was typed`() throws {
        let query = try query("search_contact", ["search_term": "+1 (555) 234-5678"])
        #expect(query.contains("Phone LIKE '%555%234%5678%'"))
    }

    @Test func `wildcards in a term are literal`() throws {
        #expect(try query("search_account", ["search_term": "100%_off"]).contains(#"LIKE '%100\%\_off%'"#))
    }

    @Test func `an OR of searches next to a condition is bracketed`() throws {
        let query = try query("search_users", ["search_term": "Sarah"])
        #expect(query.contains("(Name LIKE '%Sarah%' OR Email LIKE '%Sarah%') AND IsActive = "))
    }

    @Test func `a case number is padded with zeros`() throws {
        #expect(try query("search_case", ["search_term": "1005"]).contains("CaseNumber = '00001005'"))
        #expect(!(try query("search_case", ["search_term": "invoice"])).contains("CaseNumber ="))
    }

    @Test func `a note becomes escaped HTML in base64`() throws {
        let template = try #require(catalog["create_note"]).requests[0].template
        let request = try template.render(TemplateValues(arguments: ["Title": "T", "Content": "a < b\n\"c\" & 'd'"]))
        #expect(request.body?["Content"] == "PHA+YSAmbHQ7IGI8L3A+PHA+JnF1b3Q7YyZxdW90OyAmYW1wOyAmIzM5O2QmIzM5OzwvcD4=")
    }

    @Test func `body members without a value are left out`() throws {
        let template = try #require(catalog["update_contact"]).requests[0].template
        let request = try template.render(
            TemplateValues(arguments: ["record_id": "003000000000001AAA", "Email": "s@acme.example"])
        )
        #expect(
            request.json.serializedText() == """
                {"method":"PATCH","path":"/services/data/v59.0/sobjects/Contact/003000000000001AAA",\
                "body":{"Email":"s@acme.example"}}
                """
        )
    }

    @Test func `an update of nothing is refused`() throws {
        let template = try #require(catalog["update_contact"]).requests[0].template
        #expect(throws: RenderingError.nothingToSend) {
            try template.render(TemplateValues(arguments: ["record_id": "003000000000001AAA"]))
        }
    }

    @Test(arguments: ["", ".", "..", "../User", "003 000000000001", "003000000000001A", "0030000000000é1", "{{x}}"])
    func `a path takes only a record's id`(id: String) throws {
        let template = try #require(catalog["delete_contact"]).requests[0].template
        #expect(throws: RenderingError.self) {
            try template.render(TemplateValues(arguments: ["record_id": .string(id)]))
        }
    }

    @Test func `a withheld caller number refuses, and never lists everyone`() throws {
        let yaml = """
            name: identify_customer
            soql: SELECT Id FROM Contact WHERE Phone = '{{caller_phone}}' LIMIT 5
            """
        #expect(throws: RenderingError.missingVariable(.callerPhone)) { try request(yaml, TemplateValues()) }
        #expect(throws: RenderingError.missingVariable(.callerPhone)) {
            try request(yaml, TemplateValues(variables: [.callerPhone: "anonymous"]))
        }
    }

    @Test func `a value that is no phone number never turns a phone search into a list of everyone`() throws {
        let yaml = """
            name: by_phone
            soql: SELECT Id FROM Contact WHERE Phone LIKE '{{number|phone}}'
            parameters: [{name: number, type: phone}]
            """
        #expect(throws: RenderingError.invalid(name: "number", reason: "is not a phone number")) {
            try request(yaml, TemplateValues(arguments: ["number": "hello"]))
        }
    }

    @Test func `bare placeholders become literals of their type`() throws {
        let yaml = """
            name: typed
            soql: >-
              SELECT Id FROM Opportunity WHERE Amount > {{amount}} AND IsWon = {{won}} AND CloseDate = {{day}}
              AND CreatedDate > {{since}} AND Id IN ({{ids}}) LIMIT {{count}}
            lists_all: true
            parameters:
              - {name: amount, type: number}
              - {name: won, type: boolean}
              - {name: day, type: date}
              - {name: since, type: datetime}
              - {name: ids, type: list, of: id}
              - {name: count, type: integer}
            """
        let full = TemplateValues(arguments: [
            "amount": .number(try #require(JSONNumber(text: "12.5"))), "won": true, "day": "2026-02-12",
            "since": "2026-02-12T10:00:00.000Z", "ids": ["006000000000001AAA", "006000000000002AAA"], "count": 3,
        ])
        #expect(
            try request(yaml, full).query[0].value == """
                SELECT Id FROM Opportunity WHERE Amount > 12.5 AND IsWon = TRUE AND CloseDate = 2026-02-12 \
                AND CreatedDate > 2026-02-12T10:00:00.000Z AND Id IN ('006000000000001AAA', '006000000000002AAA') LIMIT 3
                """
        )
        #expect(try request(yaml, TemplateValues()).query[0].value == "SELECT Id FROM Opportunity")
        #expect(throws: RenderingError.self) {
            try request(yaml, TemplateValues(arguments: ["day": "2026-02-12 OR Name != null"]))
        }
    }

    @Test func `a name is one of the allowed ones`() throws {
        let yaml = """
            name: count_records
            soql: SELECT COUNT() FROM {{object}}
            parameters: [{name: object, required: true, values: [Contact, Lead]}]
            """
        #expect(
            try request(yaml, TemplateValues(arguments: ["object": "Lead"])).query[0].value
                == "SELECT COUNT() FROM Lead"
        )
        #expect(throws: RenderingError.self) { try request(yaml, TemplateValues(arguments: ["object": "User"])) }
        #expect(throws: RenderingError.missingArgument("object")) { try request(yaml, TemplateValues()) }
    }

    @Test func `a chained value reads the single record of an earlier result`() throws {
        let yaml = """
            name: open_case
            method: POST
            endpoint: sobjects/Case/
            body: {ContactId: "{{search_contact.Id}}", Subject: "For {{previousAction.Account.Name}}"}
            """
        let one: JSONValue = ["records": [["Id": "003000000000001AAA", "Account": ["Name": "Acme"]]], "totalSize": 1]
        let values = TemplateValues(results: ["search_contact": one], latestResult: one)
        #expect(try request(yaml, values).body == ["ContactId": "003000000000001AAA", "Subject": "For Acme"])
        #expect(throws: RenderingError.notRunYet(action: "search_contact")) { try request(yaml, TemplateValues()) }
        let none: JSONValue = ["records": [], "totalSize": 0]
        #expect(throws: RenderingError.noRecord(action: "search_contact")) {
            try request(yaml, TemplateValues(results: ["search_contact": none], latestResult: one))
        }
        let two: JSONValue = ["records": [["Id": "003000000000001AAA"], ["Id": "003000000000002AAA"]], "totalSize": 2]
        #expect(throws: RenderingError.severalRecords(action: "search_contact", count: 2, two)) {
            try request(yaml, TemplateValues(results: ["search_contact": two], latestResult: one))
        }
    }

    @Test func `an explicit record of a result can be chosen`() throws {
        let yaml = """
            name: second
            method: POST
            endpoint: sobjects/Case/
            body: {ContactId: "{{search_contact.records[1].Id}}"}
            """
        let two: JSONValue = ["records": [["Id": "003000000000001AAA"], ["Id": "003000000000002AAA"]], "totalSize": 2]
        #expect(
            try request(yaml, TemplateValues(results: ["search_contact": two])).body == [
                "ContactId": "003000000000002AAA"
            ]
        )
    }

    @Test func `a value is never itself a template`() throws {
        let query = try query("search_contact", ["search_term": "{{caller_phone}}"])
        // The brace is escaped as well, so that not even a reader of templates would take it for a placeholder.
        #expect(query.contains(#"Name LIKE '%\u007B{caller\_phone}}%'"#), "\(query)")
    }

    @Test func `a request that would be too long is refused`() throws {
        #expect(throws: RenderingError.self) {
            try query("search_contact", ["search_term": .string(String(repeating: "a", count: 100_000))])
        }
        #expect(throws: RenderingError.tooLarge) {
            try query("search_contact", ["search_term": .string(String(repeating: "å", count: 3000))])
        }
    }

    @Test func `a NUL is refused wherever it would go`() throws {
        #expect(throws: RenderingError.self) { try query("search_contact", ["search_term": "a\u{0}b"]) }
        let template = try #require(catalog["create_case"]).requests[0].template
        #expect(throws: RenderingError.self) { try template.render(TemplateValues(arguments: ["Subject": "a\u{0}"])) }
    }
}
