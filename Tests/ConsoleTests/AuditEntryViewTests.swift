import Calls
import Testing

@testable import Console

@Suite struct AuditEntryViewTests {
    @Test(arguments: [("search_contact", "search_contact"), ("", "the call"), (" \u{200B}", "the call")])
    func `a link to a call has a text, also where the agent asked for an action without a name`(
        action: String,
        text: String
    ) {
        let entry = AuditEntry(.invocation, by: "agent_1", callID: "call_1", action: action)
        let record = AuditRecord(number: 1, entry: entry, isForgotten: false, salt: "", digest: "", hash: "")
        #expect(AuditEntryView(record, names: AuditPage.Names(agents: [])).linkText == text)
    }
}
