import Actions
import Calls
import JSON
import Testing
import Workspace

/// Actions as people type them, with their endpoints encoded, on the same gate and org as the catalogue's.
@Suite(.demoOrg) struct CustomActionTests {
    private func fixture(callerPhone: String? = "+15552345678", _ actions: Action...) throws -> CallFixture {
        try CallFixture(on: try #require(DemoOrg.shared), callerPhone: callerPhone, adding: actions)
    }

    @Test func `a caller is found by the number of the call and recognised`() async throws {
        let fixture = try fixture(try CustomAction.reading(CustomAction.identifyCustomer))
        let outcome = await fixture.run("identify_customer").outcome
        #expect(outcome.say == "I found one match.")
        let record = try #require(outcome.result?["records"]?[0])
        #expect(record.covers(["FirstName": "Sarah", "LastName": "Johnson", "Account": ["Name": "Acme Corporation"]]))
        #expect(await fixture.call.assurance == .recognised)
    }

    @Test func `a caller is known before the first word when the look-up runs as the call opens`() async throws {
        let fixture = try fixture(try CustomAction.reading(CustomAction.identifyCustomer + "\nruns: call_start"))
        let opening = await fixture.call.open(within: .seconds(60))
        #expect(opening.map(\.action) == ["identify_customer"])
        #expect(opening.first?.outcome.result?["records"]?[0]?["LastName"] == "Johnson")
    }

    @Test(arguments: [nil, "anonymous", "Restricted", ""] as [String?])
    func `a withheld number finds nobody and is refused`(number: String?) async throws {
        let fixture = try fixture(callerPhone: number, try CustomAction.reading(CustomAction.identifyCustomer))
        let outcome = await fixture.run("identify_customer").outcome
        #expect(outcome.status == .refused)
        #expect(outcome.say == "The caller's number is withheld, so I can't look them up by it.")
        #expect(outcome.result == nil)
        #expect(await fixture.call.invocations.allSatisfy(\.requests.isEmpty))
        #expect(await fixture.call.assurance == .unknown)
    }

    @Test func `a caller is found with the three latest cases`() async throws {
        let fixture = try fixture(try CustomAction.reading(CustomAction.lookupContactWithCases))
        let outcome = await fixture.run("lookup_contact_with_cases").outcome
        let cases = try #require(outcome.result?["records"]?[0]?["Cases"]?.array)
        #expect(
            cases.map { $0["Subject"] } == [
                "Invoice charged twice in March", "Echo on calls to the warehouse", "Add three users",
            ]
        )
    }

    @Test(arguments: [
        ("Johnson", ["Lee", "Sarah"]), ("sarah.connor@", ["Sarah"]), ("234-5678", ["Sarah"]),
        ("O'Brien", ["Maeve", "Siobhán"]),
    ])
    func `wildcards encoded by hand find parts of names, addresses and numbers`(
        term: String,
        names: [String]
    ) async throws {
        let fixture = try fixture(try CustomAction.reading(CustomAction.searchContactsAdvanced))
        let outcome = await fixture.run("search_contacts_advanced", ["search_term": .string(term)]).outcome
        let records = try #require(outcome.result?["records"]?.array)
        #expect(records.compactMap { $0["FirstName"]?.string }.sorted() == names)
    }

    @Test func `a placeholder without a value leaves a search of everything where that is allowed`() async throws {
        let listing = CustomAction.searchContactsAdvanced + "\nlists_all: true\n"
        let outcome = await (try fixture(try CustomAction.reading(listing))).run("search_contacts_advanced").outcome
        #expect(outcome.result?["records"]?.array?.count == 10)
        let other = try fixture(try CustomAction.reading(CustomAction.searchContactsAdvanced))
        let refused = await other.run("search_contacts_advanced").outcome
        #expect(refused.status == .invalid)
        #expect(refused.say == "I need something to search by: name, email or phone number.")
    }

    @Test func `the fields of an object can be asked for`() async throws {
        let fixture = try fixture(try CustomAction.get("/services/data/v59.0/sobjects/Contact/describe"))
        let outcome = await fixture.run("get_endpoint").outcome
        #expect(outcome.say == "I have it.")
        #expect(outcome.result?["name"] == "Contact")
        #expect(outcome.result?["fields"]?.array?.isEmpty == false)
    }

    @Test func `the choices of an object's fields can be asked for`() async throws {
        let fixture = try fixture(try CustomAction.get("/services/data/v59.0/sobjects/Case/describe"))
        let outcome = await fixture.run("get_endpoint").outcome
        let fields = try #require(outcome.result?["fields"]?.array)
        let status = try #require(fields.first { $0["name"] == "Status" })
        #expect(status["values"] == ["New", "Working", "Escalated", "Closed"])
    }

    @Test func `what is left of the org's limits can be asked for`() async throws {
        let fixture = try fixture(try CustomAction.get("/services/data/v59.0/limits"))
        let outcome = await fixture.run("get_endpoint").outcome
        #expect(outcome.result?["DailyApiRequests"]?["Max"]?.integer != nil)
    }

    @Test func `a record can be read by its id`() async throws {
        let org = try #require(DemoOrg.shared)
        let fixture = try fixture(try CustomAction.get("/services/data/v59.0/sobjects/Contact/{{contact_id}}"))
        let id = try await org.id(of: "Contact", where: "Name = 'Sarah Johnson'")
        let outcome = await fixture.run("get_endpoint", ["contact_id": .string(id)]).outcome
        #expect(outcome.result?.covers(["Id": .string(id), "Email": "sarah.johnson@acme.example"]) == true)
        #expect(await fixture.run("get_endpoint", ["contact_id": "../User"]).outcome.status == .invalid)
    }

    @Test func `the objects of an org can be listed`() async throws {
        let fixture = try fixture(try CustomAction.get("/services/data/v59.0/sobjects"))
        let outcome = await fixture.run("get_endpoint").outcome
        let objects = try #require(outcome.result?["objects"]?.array)
        #expect(objects.contains { $0["name"] == "Account" })
    }

    @Test func `a search term can stand in single braces`() async throws {
        let fixture = try fixture(
            try CustomAction.get("/services/data/v59.0/search/?q=FIND+{search_term}+IN+ALL+FIELDS")
        )
        let outcome = await fixture.run("get_endpoint", ["search_term": "Scorpio"]).outcome
        #expect(outcome.status == .completed)
        let records = try #require(outcome.result?["records"]?.array)
        #expect(records.contains { $0["type"] == "Lead" })
    }
}
