import JSON
import Testing

@testable import SandboxOrg

/// `WITH HIGHLIGHT` and `WITH SNIPPET`
struct SearchMarkTests {
    private let org: Org

    init() throws { org = try Org.open() }

    @Test func `words that were looked for are marked in the fields that come back`() async throws {
        let acme: JSONValue = [
            "Name": "Acme & Sons", "Description": "Formerly ACME <Ltd>, no acmes", "Phone": "555 1234567",
        ]
        try await org.create("Account", acme)
        try await org.create("Contact", ["FirstName": "Acme", "LastName": "Sons", "Email": "acme@sons.example"])
        let found = try await org.search(
            "FIND {acme AND NOT ltds} RETURNING Account(Name, Phone, Description), Contact(Name, LastName, Email) WITH HIGHLIGHT"
        )
        #expect(found[0]["highlight.Name"] == "<mark>Acme</mark> &amp; Sons")
        #expect(found[0]["highlight.Description"] == "Formerly <mark>ACME</mark> &lt;Ltd&gt;, no acmes")
        #expect(found[0].object?.keys.suffix(2) == ["highlight.Name", "highlight.Description"])
        // A compound field is not marked, nor one without the word.
        #expect(found[1].object?.keys == ["attributes", "Name", "LastName", "Email", "highlight.Email"])
        #expect(found[1]["highlight.Email"] == "<mark>acme</mark>@sons.example")
    }

    @Test func `a word with a wildcard is not marked`() async throws {
        try await org.create("Account", ["Name": "Acme Sons"])
        let found = try await org.search("FIND {acm* sons} RETURNING Account(Name) WITH HIGHLIGHT")
        #expect(found[0]["highlight.Name"] == "Acme <mark>Sons</mark>")
    }

    @Test func `an excerpt shows a word where it stands`() async throws {
        let before = Array(repeating: "lorem", count: 100).joined(separator: " ")
        let text = "\(before) the router is broken \(before)"
        try await org.create("Case", ["Subject": "A router", "Description": .string(text)])
        let found = try await org.search("FIND {router} RETURNING Case(Subject) WITH SNIPPET(target_length=60)")
        let snippet = try #require(found[0]["snippet.text"]?.string)
        #expect(snippet.contains("the <mark>router</mark> is broken"))
        #expect(snippet.hasPrefix("...lorem ") && snippet.hasSuffix("lorem..."))
        #expect((50...90).contains(snippet.count))
        #expect(found[0]["highlight.Subject"] == "A <mark>router</mark>")
        let wild = try await org.search("FIND {rout*} RETURNING Case(Subject) WITH SNIPPET")
        #expect(wild[0].object?.keys == ["attributes", "Subject"])
    }

    @Test func `other objects are not marked, and no more than twenty-five records`() async throws {
        for number in 0..<30 { try await org.create("Account", ["Name": .string("Acme \(number)")]) }
        try await org.create("Task", ["Subject": "Acme"])
        let found = try await org.search(
            "FIND {acme} RETURNING Account(Name), Task(Subject) WITH HIGHLIGHT WITH SNIPPET"
        )
        #expect(found.count { $0["highlight.Name"] != nil } == 25)
        #expect(found.last?.object?.keys == ["attributes", "Subject"])
    }
}
