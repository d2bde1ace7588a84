import Actions
import Calls
import JSON
import Testing

/// Writes that change the org for other tests, each on an org of its own.
@Suite struct CustomWriteTests {
    @Test func `a new contact gets the number of the call, and the caller hears which`() async throws {
        try await DemoOrg.run { org in
            let action = try CustomAction.reading(CustomAction.createContactWithPhone)
            let fixture = try CallFixture(on: org, callerPhone: "+15550107777", adding: [action])
            let use = await fixture.run("create_contact_with_phone", ["FirstName": "New", "LastName": "Caller"])
            #expect(use.question?.say.contains("caller phone +15550107777") == true)
            #expect(use.outcome.status == .completed)
            let rows = try await org.rows("SELECT FirstName, Email, Phone FROM Contact WHERE LastName = 'Caller'")
            #expect(rows.covers([["FirstName": "New", "Email": nil, "Phone": "+15550107777"]]))
        }
    }

    @Test func `a new contact is not made without the number it is for`() async throws {
        try await DemoOrg.run { org in
            let action = try CustomAction.reading(CustomAction.createContactWithPhone)
            let fixture = try CallFixture(on: org, callerPhone: nil, adding: [action])
            let outcome = await fixture.run("create_contact_with_phone", ["LastName": "Caller"]).outcome
            #expect(outcome.status == .refused)
            #expect(try await org.rows("SELECT Id FROM Contact WHERE LastName = 'Caller'") == [])
        }
    }

    @Test func `a contact's address changes and everything else stays`() async throws {
        try await DemoOrg.run { org in
            let fixture = try CallFixture(on: org, adding: [try CustomAction.reading(CustomAction.updateContact)])
            let id = try await org.id(of: "Contact", where: "Name = 'Sarah Johnson'")
            let query = "SELECT FIELDS(ALL) FROM Contact WHERE Id = '\(id)' LIMIT 1"
            var expected = try #require(try await org.rows(query)[0]?.object)
            let arguments: JSONObject = ["contact_id": .string(id), "Email": "sarah@acme.example"]
            let outcome = await fixture.run("update_contact", arguments).outcome
            #expect(outcome.status == .completed)
            expected["Email"] = "sarah@acme.example"
            for name in ["LastModifiedDate", "SystemModstamp", "LastModifiedById"] { expected[name] = nil }
            #expect(try await org.rows(query).covers([.object(expected)]))
        }
    }

    @Test(arguments: ["003000000000999", "005000000000999", "00v000000000999"])
    func `a note that can't be attached is undone, and nothing is left of it`(recordID: String) async throws {
        try await DemoOrg.run { org in
            let fixture = try CallFixture(on: org)
            let before = try await org.contents()
            let arguments: JSONObject = ["Title": "Lost", "Content": "Words", "record_id": .string(recordID)]
            let outcome = await fixture.run("create_note", arguments).outcome
            #expect(outcome.say == "The note could not be attached to the record, so it was not kept.")
            #expect([.notFound, .refused].contains(outcome.status))
            #expect(outcome.written == .no)
            #expect(try await org.contents() == before)
            let requests = await fixture.call.invocations.last?.requests ?? []
            #expect(requests.map(\.method) == [.post, .post, .delete])
        }
    }
}
