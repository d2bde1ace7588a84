import Testing

@testable import Console

@Suite struct ShownMembersTests {
    private struct Inner: Sendable {
        let name: String
        let note: String?
    }

    private struct View: Sendable {
        let title = "A"
        let count = 2
        let isDone = true
        let nothing: Int? = nil
        let first: Inner? = Inner(name: "x", note: nil)
        let rows = [Inner(name: "y", note: "z")]
        let words = ["a", "b"]
        let field = FormField(name: "email", label: "E-mail")
    }

    private let members = ShownMembers(of: View())

    @Test func `plain values are what they are`() {
        #expect(members["title"] as? String == "A")
        #expect(members["count"] as? Int == 2)
        #expect(members["isDone"] as? Bool == true)
        #expect(members["words"] as? [String] == ["a", "b"])
    }

    @Test func `what is missing is not there, so that templates look for it further out`() {
        #expect(members["nothing"] == nil)
        #expect(members["other"] == nil)
        #expect((members["first"] as? ShownMembers)?["note"] == nil)
    }

    @Test func `members have members`() {
        #expect((members["first"] as? ShownMembers)?["name"] as? String == "x")
        let rows = members["rows"] as? [Any]
        #expect((rows?.first as? ShownMembers)?["note"] as? String == "z")
        #expect((members["field"] as? FormField)?.child(named: "label") as? String == "E-mail")
    }
}
