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
            #expect(use.question?.say.contains("phone +15550107777") == true)
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

    @Test func `a note is read back in the words it was written in`() async throws {
        try await DemoOrg.run { org in
            let fixture = try CallFixture(on: org)
            let words = "Wants <five> seats & a \"discount\".\nSiobhán O'Brien's son: 田中 😀\n1 < 2 &amp; 3 > 2"
            let created = await fixture.run("create_note", ["Title": "Q&A <1>", "Content": .string(words)]).outcome
            let id = try #require(created.result?["Id"])
            let outcome = await fixture.run("get_note", ["record_id": id]).outcome
            #expect(outcome.result?["Title"] == "Q&A <1>")
            #expect(outcome.result?["Content"]?.string == words)
        }
    }

    @Test func `a record that was deleted can't be changed, deleted or read any more`() async throws {
        try await DemoOrg.run { org in
            let fixture = try CallFixture(on: org)
            let id = JSONValue.string(try await org.id(of: "Account", where: "Name = 'Green Valley Farms'"))
            #expect(await fixture.run("delete_account", ["record_id": id]).outcome.status == .completed)
            let again = await fixture.run("delete_account", ["record_id": id]).outcome
            #expect(again.status == .completed && again.isReplayed)
            let change = await fixture.run("update_account", ["record_id": id, "Phone": "555 010 9000"]).outcome
            #expect(change.status == .notFound)
            #expect(change.say == "That record has been deleted.")
            let reading = await fixture.run("get_account", ["record_id": id]).outcome
            #expect(reading.status == .notFound)
            let later = await (try CallFixture(on: org)).run("delete_account", ["record_id": id]).outcome
            #expect(later.status == .notFound)
            #expect(later.say == "That record has been deleted.")
        }
    }

    @Test(arguments: ["003000000000999", "005000000000999", "00v000000000999"])
    func `a note that can't be attached is undone, and nothing is left of it`(recordID: String) async throws {
        try await DemoOrg.run { org in
            let fixture = try CallFixture(on: org)
            let arguments: JSONObject = ["Title": "Lost", "Content": "Words", "record_id": .string(recordID)]
            let outcome = await fixture.run("create_note", arguments).outcome
            #expect(outcome.say == "The note could not be attached to the record, so it was not kept.")
            #expect([.notFound, .refused].contains(outcome.status))
            #expect(outcome.written == .no)
            #expect(try await org.contents() == org.seed)
            let requests = await fixture.call.invocations.last?.requests ?? []
            #expect(requests.map(\.method) == [.post, .post, .delete])
        }
    }
}
