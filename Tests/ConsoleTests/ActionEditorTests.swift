import Actions
import Calls
import Doors
import Platforms
import Testing
import Workspace

@testable import Console

@Suite struct ActionEditorTests {
    private static let templates = (try? Catalog.salesforce().definitions) ?? []

    /// As the reference shows it.
    private static let identifyCustomer = [
        ("name", "identify_customer"),
        ("description", "Look up the customer in Salesforce by their phone number."),
        ("method", "GET"), ("kind", "endpoint"),
        (
            "target",
            "/services/data/v59.0/query/?q=SELECT+Id,FirstName,LastName,Email,Phone,Account.Name+FROM+Contact"
                + "+WHERE+Phone='{{caller_phone}}'+LIMIT+5"
        ),
        ("caller_phone", "+15552345678"), ("rows", "0"),
    ]

    /// A console with a connection that nobody has signed in to.
    private static func run(
        _ body: @escaping @Sendable (ConsoleFixture, Browser, SavedConnection.ID) async throws -> Void
    ) async throws {
        try await ConsoleFixture.run { fixture, browser in
            let id = try await fixture.connection()
            _ = try await browser.signIn()
            try await body(fixture, browser, id)
        }
    }

    @Test(arguments: templates)
    func `what is written in the form is what comes out of it`(definition: ActionDefinition) throws {
        let written = try ActionForm(definition, on: "con_1", among: []).definition()
        var expected = definition
        expected.group = nil
        #expect(written.json == expected.json)
    }

    @Test(arguments: templates)
    func `every template has a preview, and says what goes without each value`(definition: ActionDefinition) throws {
        let action = try Action(compiling: definition)
        let preview = PreviewView(action, samples: [:], callerPhone: SampleValues.callerPhone)
        #expect(preview.refused == nil)
        #expect(!preview.requests.isEmpty)
        let required = Set(action.parameters.filter(\.isRequired).map(\.name))
        for missing in preview.missing {
            #expect(missing.stop != nil || !required.contains(missing.name) && !missing.parts.isEmpty, "\(missing)")
        }
    }

    @Test func `an action typed in as the reference shows it is saved, and its preview is exact`() async throws {
        try await Self.run { fixture, browser, connection in
            let page = try await browser.get("/actions/new")
            let fields = Self.identifyCustomer + [("connection_id", connection)]
            let draft = try await browser.send("/actions/draft", from: page, fields)
            #expect(draft.status == 200)
            // The number as it is looked for, however it was typed into the org.
            #expect(draft.html.contains("&#39;%555%234%5678%&#39;"))
            #expect(draft.html.contains("withheld"))
            let saved = try await browser.send("/actions/new", from: page, fields)
            #expect(saved.path.hasPrefix("/actions/act_"))
            let action = try await fixture.services.library.action(named: "identify_customer")
            #expect(action.saved.definition.requests[0].endpoint == .endpoint(Self.identifyCustomer[4].1))
            #expect(saved.html.contains("identify_customer is saved. No agent may use it yet."))
            #expect(saved.html.contains("<a href=\"/agents/new\">let one use it</a>"))
        }
    }

    @Test func `a template is reviewed and changed before it is added, and stays in its group`() async throws {
        try await Self.run { fixture, browser, connection in
            let page = try await browser.get("/actions/new?template=create_case")
            #expect(page.html.contains("value=\"create_case\""))
            let fields = [
                ("name", "open_ticket"), ("connection_id", connection), ("method", "POST"), ("kind", "endpoint"),
                ("target", "sobjects/Case/"), ("body", "{\"Subject\": \"{{Subject}}\"}"), ("rows", "1"),
                ("p0_name", "Subject"), ("p0_required", "on"), ("template", "create_case"),
            ]
            _ = try await browser.send("/actions/new", from: page, fields)
            let saved = try await fixture.services.library.action(named: "open_ticket").saved
            #expect(saved.template == "create_case")
            #expect(saved.definition.group == "Cases")
        }
    }

    @Test func `rows of parameters come and go without a script`() async throws {
        try await Self.run { _, browser, connection in
            let page = try await browser.get("/actions/new")
            let written = [
                ("name", "x"), ("connection_id", connection), ("method", "GET"), ("kind", "soql"),
                ("target", "SELECT Id FROM Case WHERE Subject = '{{a}}' AND Priority = '{{b}}'"),
            ]
            let first = try await browser.send("/actions/draft", from: page, written + [("rows", "0"), ("add", "1")])
            #expect(first.html.contains("name=\"p0_name\" value=\"a\""))
            #expect(first.html.contains("name=\"p1_name\" value=\"b\""))
            let rows = [("rows", "2"), ("p0_name", "a"), ("p1_name", "b"), ("p1_description", "How urgent")]
            let more = try await browser.send("/actions/draft", from: page, written + rows + [("add", "1")])
            #expect(more.hidden("rows") == "3")
            let fewer = try await browser.send("/actions/draft", from: page, written + rows + [("remove", "0")])
            #expect(fewer.hidden("rows") == "1")
            #expect(fewer.html.contains("name=\"p0_name\" value=\"b\""))
            #expect(fewer.html.contains("value=\"How urgent\""))
        }
    }

    @Test func `Enter in a field shows the preview, and saves nothing`() async throws {
        try await Self.run { _, browser, _ in
            let page = try await browser.get("/actions/new").html
            let form = try #require(page.firstRange(of: "data-preview")).upperBound
            // A browser presses the first button of a form.
            let first = try #require(page[form...].firstMatch(of: /<button[^>]*>/)).output
            #expect(first.contains("formaction=\"/actions/draft\""))
        }
    }

    @Test func `a mistake stands beside its field, and nothing is saved`() async throws {
        try await Self.run { fixture, browser, connection in
            let page = try await browser.get("/actions/new")
            let fields = [
                ("name", "x"), ("connection_id", connection), ("method", "GET"), ("kind", "soql"), ("rows", "0"),
                ("target", "SELECT Id FORM Case"),
            ]
            let answer = try await browser.send("/actions/new", from: page, fields)
            #expect(answer.status == 422)
            #expect(answer.html.contains("href=\"#target\""))
            #expect(answer.html.contains("SELECT Id FORM Case"))
            #expect(try await fixture.services.library.actions().isEmpty)
        }
    }

    @Test func `a change that somebody else was faster with is not made`() async throws {
        try await Self.run { fixture, browser, connection in
            let action = try await fixture.services.library.add(template: "search_case", on: connection)
            let page = try await browser.get("/actions/\(action.id)/edit")
            let fields = Self.identifyCustomer + [("connection_id", connection), ("revision", "1")]
            let other = try ActionDefinition(given: "name: other\nsoql: SELECT Id FROM Case")
            _ = try await fixture.services.library.replace(action.id, with: other)
            let answer = try await browser.send("/actions/\(action.id)/edit", from: page, fields)
            #expect(answer.status == 422)
            #expect(try await fixture.services.library.action(action.id).name == "other")
        }
    }

    @Test(arguments: HostileTextTests.texts)
    func `hostile text is text in every field and in the preview`(text: String) async throws {
        try await Self.run { _, browser, connection in
            let page = try await browser.get("/actions/new")
            var fields = [("connection_id", connection), ("rows", "1")]
            for name in [
                "name", "title", "description", "method", "kind", "target", "body", "confirm", "assurance", "scope",
                "runs", "advanced", "caller_phone", "template", "p0_name", "p0_type", "p0_required",
                "p0_description", "p0_values", "p0_more", "p0_sample",
            ] {
                fields.append((name, text))
            }
            let draft = try await browser.send("/actions/draft", from: page, fields)
            #expect(draft.status == 200)
            Self.expectText(text, in: draft.html)

            // A definition that compiles, with hostile values in it.
            let quoted = text.replacing("\\", with: "").replacing("'", with: "").replacing("{{", with: "")
            let compiled = [
                ("name", "x"), ("connection_id", connection), ("method", "GET"), ("kind", "soql"),
                ("description", text), ("target", "SELECT Id FROM Case WHERE Subject = '\(quoted)' AND Type = '{{a}}'"),
                ("rows", "1"), ("p0_name", "a"), ("p0_sample", text),
            ]
            let preview = try await browser.send("/actions/preview", from: page, compiled)
            #expect(preview.html.contains("s-word"))
            Self.expectText(text, in: preview.html)
            let plan = try await browser.send("/actions/import/plan", from: page, [("yaml", text)])
            #expect(plan.status == 422)
            Self.expectText(text, in: plan.html)
        }
    }

    private static func expectText(_ text: String, in html: String) {
        let isMarkup = text.utf8.contains { "<>\"'".utf8.contains($0) }
        #expect(!isMarkup || !html.utf8.contains(text.utf8))
    }

    @Test func `what is imported is shown before it is done`() async throws {
        try await Self.run { fixture, browser, _ in
            let page = try await browser.get("/actions/import")
            #expect(!page.html.contains("What importing would do"))
            let yaml =
                "switchboard: 1\nactions:\n  - connection: Acme\n    name: find_order\n    soql: SELECT Id FROM Order\n"
            let plan = try await browser.send("/actions/import/plan", from: page, [("yaml", yaml)])
            #expect(plan.html.contains("create action find_order"))
            #expect(try await fixture.services.library.actions().isEmpty)
            let done = try await browser.send("/actions/import", from: page, [("yaml", yaml)])
            #expect(done.path == "/actions")
            #expect(done.html.contains("find_order"))
        }
    }

    @Test func `nothing is written to a real org without a yes, whatever the action says`() async throws {
        try await Self.run { _, browser, connection in
            let page = try await browser.get("/actions/new")
            let fields = [
                ("name", "add_person"), ("connection_id", connection), ("method", "POST"), ("kind", "endpoint"),
                ("target", "sobjects/Contact/"), ("body", "{\"LastName\": \"{{LastName}}\"}"), ("confirm", "no"),
                ("rows", "1"), ("p0_name", "LastName"), ("p0_sample", "O'Brien"),
            ]
            let asked = try await browser.send("/actions/try", from: page, fields)
            #expect(asked.html.contains("confirmation required"))
            #expect(asked.html.contains("Yes, do it in Acme"))
            let made = [("confirmation", "yes_made-up"), ("call_id", asked.hidden("call_id") ?? "")]
            let refused = try await browser.send("/actions/try", from: page, fields + made)
            #expect(refused.html.contains(">refused<"))
        }
    }

    @Test func `a try shows under a name, leaves no call open, and is no first call`() async throws {
        try await Self.run { fixture, browser, connection in
            let page = try await browser.get("/actions/new")
            let fields = Self.identifyCustomer + [("connection_id", connection)]
            let tried = try await browser.send("/actions/try", from: page, fields)
            let call = try #require(try await fixture.services.calls.calls(limit: 1).first)
            #expect(try await fixture.services.calls.savedCall(call.id)?.endedAt != nil)
            #expect(tried.html.contains("href=\"/calls/\(call.id)\""))
            let overview = try await browser.get("/").html
            #expect(overview.contains("First steps"))
            #expect(!overview.contains("<bdi>Olivia Owner</bdi>"))
            #expect(overview.contains("Calls in 24 hours</a></dt>\n<dd>0</dd>"))
            #expect(try await browser.get("/calls").html.contains("<bdi>Olivia Owner</bdi>"))
            for path in ["/calls", "/calls/\(call.id)"] {
                #expect(try await !browser.get(path).html.contains(call.agentID), "\(path)")
            }
        }
    }

    @Test func `with several orgs none is chosen for anybody`() async throws {
        try await Self.run { fixture, browser, connection in
            #expect(try await browser.get("/actions/new").html.contains("value=\"\(connection)\" selected"))
            _ = try await fixture.connection("Beta")
            for path in ["/actions/new", "/actions/add"] {
                let page = try await browser.get(path)
                #expect(page.html.contains("<option value=\"\">Choose an org</option>"))
                #expect(!page.html.contains("value=\"\(connection)\" selected"))
            }
            let page = try await browser.get("/actions/new")
            for path in ["/actions/new", "/actions/try"] {
                let answer = try await browser.send(path, from: page, Self.identifyCustomer + [("connection_id", "")])
                #expect(answer.status == 422)
                #expect(answer.html.contains("Choose where its requests go."))
                // It is told where the page is looked at.
                let mistakes = try #require(answer.html.firstRange(of: "class=\"mistakes\"")).lowerBound
                let button = try #require(answer.html.firstRange(of: "id=\"try\"")).lowerBound
                #expect((mistakes > button) == (path == "/actions/try"))
                #expect(answer.html.ranges(of: "class=\"mistakes\"").count == 1)
            }
        }
    }

    @Test func `a new action begins without a complaint`() async throws {
        try await Self.run { _, browser, connection in
            let page = try await browser.get("/actions/new")
            #expect(!page.html.contains("class=\"error\""))
            let fields = [("connection_id", connection), ("kind", "endpoint"), ("rows", "0")]
            let preview = try await browser.send("/actions/preview", from: page, fields)
            #expect(!preview.html.contains("class=\"error\""))
            let saved = try await browser.send("/actions/new", from: page, fields)
            #expect(saved.status == 422)
        }
    }

    @Test func `of very many mistakes the first are shown, and how many more there are`() async throws {
        try await Self.run { _, browser, _ in
            let page = try await browser.get("/actions/import")
            let name = String(repeating: "long_", count: 200)
            let bad = (0..<500).map { "  - connection: Acme\n    name: \(name)\($0)\n    soql: SELECT FROM\n" }
            let yaml = "switchboard: 1\nactions:\n" + bad.joined()
            let answer = try await browser.send("/actions/import/plan", from: page, [("yaml", yaml)])
            #expect(answer.status == 422)
            #expect(answer.html.contains(" more."))
            #expect(answer.html.utf8.count < yaml.utf8.count + 20_000)
        }
    }

    @Test func `a viewer sees what an action sends, and no way to change it`() async throws {
        try await Self.run { fixture, browser, connection in
            let action = try await fixture.services.library.add(template: "search_case", on: connection)
            let other = browser.another
            _ = try await other.signIn("viewer")
            let page = try await other.get("/actions/\(action.id)")
            #expect(page.html.contains("What it sends"))
            #expect(page.html.contains("s-word"))
            #expect(!page.html.contains("/edit") && !page.html.contains("/remove"))
        }
    }

    @Test func `without a connection nothing is tried, and the form says so`() async throws {
        try await Self.run { _, browser, connection in
            let page = try await browser.get("/actions/new")
            let fields = Self.identifyCustomer + [("connection_id", connection)]
            let tried = try await browser.send("/actions/try", from: page, fields)
            #expect(tried.status == 200)
            #expect(tried.html.contains("unavailable"))
        }
    }
}

@Suite struct ColouredTextTests {
    @Test(arguments: [
        "SELECT Id FROM Contact WHERE Name LIKE '%O\\'Brien%' AND (A = 1 OR B = 2.5) LIMIT 10", "'unterminated",
        "FIND {Sarah\\}} IN ALL FIELDS RETURNING Contact(Id)", "", "\\", "' \"\u{301}", "SELECT COUNT() FROM X__c",
    ])
    func `colouring changes nothing but where lines break`(text: String) {
        let flat = { (text: String) in text.replacing("\n", with: " ") }
        #expect(flat(ColouredText(statement: text).text) == flat(text))
        #expect(ColouredText(json: text).text == text)
    }

    @Test func `what is escaped in a string stands out`() {
        let pieces = ColouredText(statement: "Name = 'O\\'Brien'").pieces
        #expect(pieces.contains(.init(kind: "escape", text: "\\'")))
        #expect(pieces.first == .init(kind: "name", text: "Name"))
    }

    @Test func `what one text has and another has not is told place by place`() {
        let long = ColouredText(statement: "SELECT Id FROM Case WHERE A = 'x' AND B = 'y' LIMIT 5")
        let short = ColouredText(statement: "SELECT Id FROM Case WHERE A = 'x' LIMIT 5")
        #expect(long.parts(notIn: short) == ["AND B = 'y'"])
        #expect(short.parts(notIn: long) == [])
    }
}
