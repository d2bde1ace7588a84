import Calls
import Foundation
import JSON
import Testing

@testable import Console

@Suite struct AuditEntryViewTests {
    private static let nameless = "an action without a name"

    @Test(arguments: [("search_contact", "search_contact"), ("", "the call"), (" \u{200B}", "the call")])
    func `a link to a call has a text, also where the agent asked for an action without a name`(
        action: String,
        text: String
    ) {
        let entry = AuditEntry(.invocation, by: "agent_1", callID: "call_1", action: action)
        let record = AuditRecord(number: 1, entry: entry, isForgotten: false, salt: "", digest: "", hash: "")
        #expect(AuditEntryView(record, names: AuditPage.Names(agents: [])).linkText == text)
    }

    @Test(arguments: zip(["search_contact", "", " \u{200B}"], ["search_contact", nameless, nameless]))
    func `a use of an action has a title, also where the agent asked for one without a name`(
        action: String,
        title: String
    ) {
        let invocation = Invocation(
            number: 1,
            action: action,
            arguments: [:],
            outcome: Outcome(.refused, say: "I'm not able to do that here."),
            startedAt: Date(timeIntervalSince1970: 0),
            duration: .zero
        )
        #expect(UseView(invocation, confirms: nil).action == title)
    }
}
