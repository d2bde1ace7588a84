import Actions
import Calls
import JSON
import Testing

/// What searches find among the demo company's awkward names and numbers.
@Suite(.demoOrg) struct SearchTests {
    /// A search, and what tells its records apart.
    struct Search: Sendable, CustomTestStringConvertible {
        var action: String
        var term: String
        var field: String
        var finds: Set<String>

        var testDescription: String { "\(action) \(term)" }
    }

    private let fixture: CallFixture

    init() throws { fixture = try CallFixture(on: try #require(DemoOrg.shared)) }

    @Test(arguments: [
        Search(
            action: "search_contact",
            term: "O'Brien",
            field: "Email",
            finds: ["siobhan@obrien-daughters.example", "maeve@obrien-daughters.example"]
        ),
        Search(action: "search_account", term: "O'Brien", field: "Name", finds: ["O'Brien & Daughters"]),
        Search(
            action: "search_case",
            term: "O'Brien",
            field: "Subject",
            finds: ["O'Brien account locked after password change", "Second store needs its own greeting"]
        ),
        Search(action: "search_opportunity", term: "O'Brien", field: "Name", finds: ["O'Brien's second store"]),
        Search(action: "search_lead", term: "D'Angelo", field: "LastName", finds: ["D'Angelo"]),
        Search(action: "search_account", term: "100%_off", field: "Name", finds: ["100%_off Outlet"]),
        Search(action: "search_case", term: "100%_off", field: "Subject", finds: ["100%_off coupon refused"]),
        Search(action: "search_opportunity", term: "100%_off", field: "Name", finds: ["100%_off starter bundle"]),
        Search(action: "search_task", term: "100%_off", field: "Subject", finds: ["Explain the 100%_off terms"]),
        Search(action: "search_account", term: "%", field: "Name", finds: ["100%_off Outlet"]),
        Search(action: "search_contact", term: "_", field: "Email", finds: ["carl_percy@100off.example"]),
        Search(
            action: "search_case",
            term: #"C:\path"#,
            field: "Subject",
            finds: [#"Softphone cannot write to C:\path\recordings"#]
        ),
        Search(action: "search_task", term: #"C:\path"#, field: "Subject", finds: [#"Collect logs from C:\path"#]),
        Search(action: "search_contact", term: #"\"#, field: "LastName", finds: [#"Fields\Moore"#]),
        Search(action: "search_contact", term: "田中", field: "LastName", finds: ["田中"]),
        Search(
            action: "search_account",
            term: "&",
            field: "Name",
            finds: ["Müller & Söhne GmbH", "O'Brien & Daughters"]
        ),
    ])
    func `a term finds exactly what contains it, character by character`(search: Search) async throws {
        let outcome = await fixture.run(search.action, ["search_term": .string(search.term)]).outcome
        let records = try #require(outcome.result?["records"]?.array)
        #expect(Set(records.compactMap { $0[search.field]?.string }) == search.finds)
        #expect(records.count == search.finds.count)
    }

    @Test(arguments: ["' OR Name != '", "x' LIMIT 200 --", "%' OR Id != null OR Name LIKE '%", "\\' OR Name LIKE '%"])
    func `a term that looks like a query is only a term`(term: String) async {
        let outcome = await fixture.run("search_contact", ["search_term": .string(term)]).outcome
        #expect(outcome.status == .notFound)
    }

    @Test(arguments: [" Sarah Johnson", "Sarah Johnson\n", "\tsarah JOHNSON "])
    func `space around a term is no part of it, and neither is the case of its letters`(term: String) async {
        let outcome = await fixture.run("search_contact", ["search_term": .string(term)]).outcome
        #expect(outcome.say == "I found one match.")
    }

    private static let spellings = [
        "+15552345678", "(555) 234-5678", "555.234.5678", "555 234 5678", "5552345678", "1-555-234-5678",
        "+1 (555) 234-5678", "001 555 234 5678", "555/234-5678", "+1 555-234-5678 ext. 9",
    ]

    @Test(arguments: spellings)
    func `a number finds its contact however it is written`(number: String) async throws {
        let outcome = await fixture.run("search_contact", ["search_term": .string(number)]).outcome
        let records = try #require(outcome.result?["records"]?.array)
        #expect(records.map { $0["Email"] } == ["sarah.johnson@acme.example"])
    }

    @Test(arguments: spellings)
    func `a number finds its contact among all kinds of records`(number: String) async throws {
        let outcome = await fixture.run("global_search", ["search_term": .string(number)]).outcome
        let records = try #require(outcome.result?["records"]?.array)
        #expect(records.map { $0["Email"] } == ["sarah.johnson@acme.example"])
    }

    @Test(arguments: [
        ("O'Brien", ["Account", "Case", "Contact", "Contact", "Opportunity"]), (#"C:\path"#, ["Case"]),
        ("100%_off", ["Account", "Case", "Contact", "Opportunity"]), ("D'Angelo", ["Lead"]), ("sjöström", ["Contact"]),
    ])
    func `a search of everything finds the words of a term, whatever stands between them`(term: String, kinds: [String])
        async throws
    {
        let outcome = await fixture.run("global_search", ["search_term": .string(term)]).outcome
        let records = try #require(outcome.result?["records"]?.array)
        #expect(records.compactMap { $0["type"]?.string }.sorted() == kinds)
    }

    @Test func `a search of everything says what kind each record is`() async throws {
        let outcome = await fixture.run("global_search", ["search_term": "Sarah"]).outcome
        let records = try #require(outcome.result?["records"]?.array)
        #expect(records.contains { $0["type"] == "Contact" && $0["Name"] == "Sarah Johnson" })
        #expect(records.allSatisfy { $0["type"]?.string != nil && $0["Id"]?.string != nil })
    }

    @Test(arguments: ["search_campaigns", "search_knowledge", "search_products", "search_users"])
    func `a search of what is no customer's, without a term, lists ten at most`(action: String) async throws {
        let outcome = await fixture.run(action).outcome
        #expect(outcome.status == .completed)
        let records = try #require(outcome.result?["records"]?.array)
        #expect((1...10).contains(records.count))
        #expect(outcome.json.serialized().count < 2_500)
    }

    @Test func `a case is found by its number with and without the zeros`() async throws {
        let org = try #require(DemoOrg.shared)
        let cases = try await org.rows("SELECT CaseNumber FROM Case WHERE Subject = 'Fax line stopped working'")
        let number = try #require(cases[0]?["CaseNumber"]?.string)
        let short = String(number.drop { $0 == "0" })
        for term in [number, short] {
            let outcome = await fixture.run("search_case", ["search_term": .string(term)]).outcome
            #expect(outcome.say == "I found one match.")
            #expect(outcome.result?["records"]?[0]?["Subject"] == "Fax line stopped working")
        }
    }
}
