import Calls
import JSON
import Testing
import Workspace

/// Agents that may only read, and agents that may see and set some fields only.
@Suite(.demoOrg) struct AgentLimitTests {
    private let fields = FieldAllowList(
        readable: ["Contact": ["Name", "FirstName", "LastName"], "Account": ["Name"], "Case": ["*"]],
        writable: ["Case": ["Subject", "ContactId", "Origin"]]
    )

    private func fixture(adding yaml: String = "name: unused\nsoql: SELECT Id FROM Contact") throws -> ScopeFixture {
        try ScopeFixture(on: try #require(DemoOrg.shared), adding: yaml, isLimited: false, allowing: fields)
    }

    @Test(arguments: ["create_case", "delete_note", "log_call", "update_contact"])
    func `an agent that may only read writes nothing`(action: String) async throws {
        let fixture = try ScopeFixture(on: try #require(DemoOrg.shared), isLimited: false, isReadOnly: true)
        let arguments: JSONObject =
            action == "create_case"
            ? ["Subject": "x"] : action == "log_call" ? [:] : ["record_id": "003000000000001AAA"]
        let outcome = await fixture.run(action, arguments)
        #expect(outcome.status == .refused)
        #expect(outcome.say == "I can look things up here, but not change them.")
        #expect(await fixture.run("search_contact", ["search_term": "Connor"]).status == .completed)
    }

    @Test func `fields that are not on the list are taken out of what the agent sees`() async throws {
        let outcome = await (try fixture()).run("search_contact", ["search_term": "Sarah Connor"])
        let record = outcome.result?["records"]?[0]?.object
        #expect(record?.keys == ["Id", "FirstName", "LastName", "Account"])
        #expect(record?["Account"] == ["Name": "Cyberdyne Systems"])
    }

    @Test func `by id, in subqueries and in searches as well`() async throws {
        let org = try #require(DemoOrg.shared)
        let id = try await org.id(of: "Contact", where: "Name = 'Sarah Connor'")
        let single = await (try fixture()).run("get_contact", ["record_id": .string(id)])
        #expect(single.result?.object?.keys.contains("Email") == false)
        #expect(single.result?["LastName"] == "Connor")
        let yaml =
            "name: way\nsoql: SELECT Name, Phone, (SELECT Name, Email FROM Contacts) FROM Account WHERE Name LIKE 'Cyber%'"
        let nested = await (try fixture(adding: yaml)).run("way").json.serializedText()
        #expect(nested.contains("Miles Dyson") && !nested.contains("@cyberdyne") && !nested.contains("800-20"))
        let search = await (try fixture()).run("global_search", ["search_term": "Connor"]).json.serializedText()
        #expect(search.contains("Sarah Connor") && !search.contains("@cyberdyne") && !search.contains("800-20"))
    }

    @Test(arguments: [
        "SELECT Email, COUNT(Id) FROM Contact GROUP BY Email", "SELECT MAX(Email) FROM Contact",
        "SELECT MIN(Account.Phone) Name FROM Contact", "SELECT toLabel(LeadSource) Name FROM Contact",
        "SELECT Name, (SELECT toLabel(LeadSource) Name FROM Contacts) FROM Account",
    ])
    func `a field under another name is refused`(soql: String) async throws {
        let outcome = await (try fixture(adding: "name: way\nsoql: \(soql)")).run("way")
        #expect(outcome.status == .refused, "\(outcome.json.serializedText())")
        #expect(outcome.result == nil)
    }

    @Test func `a later request of the action may use what the agent does not see`() async throws {
        let yaml = """
            name: way
            soql: SELECT Id, Email FROM Contact WHERE Name = 'Sarah Connor'
            as: contact
            then:
              - as: again
                soql: SELECT LastName FROM Contact WHERE Email = '{{contact.Email}}'
            """
        let outcome = await (try fixture(adding: yaml)).run("way")
        #expect(outcome.result?["LastName"] == "Connor", "\(outcome.json.serializedText())")
        #expect(!outcome.json.serializedText().contains("@cyberdyne"))
    }

    @Test func `a write that sets another field is refused before anyone is asked`() async throws {
        let fixture = try fixture()
        let outcome = await fixture.call.invoke("create_case", ["Subject": "x", "Priority": "High"]).outcome
        #expect(outcome.status == .refused)
        #expect(outcome.say == "I'm not able to change the priority here.")
        #expect(await fixture.call.invoke("create_case", ["Subject": "x"]).outcome.status == .confirmationRequired)
        let contact = await fixture.call.invoke("create_contact", ["LastName": "x"]).outcome
        #expect(contact.status == .refused)
        let deletion = await fixture.call.invoke("delete_case", ["record_id": "500000000000001AAA"]).outcome
        #expect(deletion.status == .refused)
    }
}
