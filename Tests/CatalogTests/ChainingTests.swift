import Actions
import Calls
import JSON
import Testing

/// Actions that build on what another one of the call has found.
@Suite(.demoOrg) struct ChainingTests {
    private func fixture() throws -> CallFixture {
        let action = try CustomAction.reading(
            """
            name: cases_of_contact
            soql: SELECT Subject FROM Case WHERE ContactId = '{{search_contact.Id}}' ORDER BY CreatedDate DESC
            """
        )
        return try CallFixture(on: try #require(DemoOrg.shared), adding: [action])
    }

    @Test func `the one contact that was found is meant`() async throws {
        let fixture = try fixture()
        _ = await fixture.run("search_contact", ["search_term": "Sarah Connor"])
        let outcome = await fixture.run("cases_of_contact").outcome
        #expect(outcome.result?["records"] == [["Subject": "Night line must always be answered"]])
    }

    @Test func `of two contacts neither is meant, and the agent learns what to ask for`() async throws {
        let fixture = try fixture()
        let search = await fixture.run("search_contact", ["search_term": "Sarah"]).outcome
        #expect(search.say == "I found 2 matches.")
        let outcome = await fixture.run("cases_of_contact").outcome
        #expect(outcome.status == .ambiguous)
        #expect(
            outcome.say == "There are 2 matches; ask for the last name, company or email address to tell them apart."
        )
        #expect(SpokenSentence(text: outcome.say).faults.isEmpty)
        #expect(outcome.result == nil)
    }

    @Test func `nobody found is nobody to work with`() async throws {
        let fixture = try fixture()
        _ = await fixture.run("search_contact", ["search_term": "Nobody At All"])
        let outcome = await fixture.run("cases_of_contact").outcome
        #expect(outcome.status == .notFound)
        #expect(outcome.say == "The search before this found nothing, so there is nothing to work with.")
    }

    @Test func `what has not been looked up must be looked up first`() async throws {
        let outcome = await (try fixture()).run("cases_of_contact").outcome
        #expect(outcome.status == .invalid)
        #expect(outcome.say == "I have to search contact first.")
    }

    @Test func `a case for the contact found is read back with the contact's name`() async throws {
        let fixture = try fixture()
        let search = await fixture.run("search_contact", ["search_term": "Walt Green"]).outcome
        let id = try #require(search.result?["records"]?[0]?["Id"])
        let outcome = await fixture.call.invoke("create_case", ["Subject": "Tractor line", "ContactId": id]).outcome
        #expect(outcome.status == .confirmationRequired)
        #expect(
            outcome.say
                == "I am about to create a case: subject Tractor line, contact Walt Green of Green Valley Farms, origin Phone. Shall I go ahead?"
        )
    }
}
