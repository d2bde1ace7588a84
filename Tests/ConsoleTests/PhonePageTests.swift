import Actions
import Agents
import Doors
import JSON
import Testing
import Workspace

@testable import Console

/// The phone in the browser.
@Suite struct PhonePageTests {
    private static let script = PhoneModel(
        id: "script",
        name: "A recorded conversation",
        model: ScriptedModel([
            .init("Hello."), .init(uses: [.init("create_case", ["Subject": "Printer"])]), .init("Shall I?"),
            .init(uses: [.init("confirm", ["confirmation_id": "{{create_case.confirmation_id}}"])]), .init("Done."),
        ]),
        callerLines: ["My printer burns.", "Yes, please."]
    )
    private static let anything = PhoneModel(
        id: "telephone",
        name: "A model",
        model: ScriptedModel([.init("Hello."), .init("I see.")])
    )

    /// A call of an agent that may use these actions.
    private static func call(
        _ fixture: ConsoleFixture,
        _ browser: Browser,
        with model: PhoneModel,
        _ actions: [SavedAction.ID] = []
    ) async throws -> Browser.Page {
        let agent = try await fixture.services.roster.add(
            AgentSettings(name: "Alex", actions: actions.map { AgentAction($0) })
        )
        let page = try await browser.get("/calls/phone")
        let fields = [("agent_id", agent.id), ("model", model.id), ("caller_phone", "+15552345678")]
        let phone = try await browser.send("/calls/phone", from: page, fields)
        return try await settled(browser, phone)
    }

    /// The page once the agent has picked up.
    private static func settled(_ browser: Browser, _ page: Browser.Page) async throws -> Browser.Page {
        var page = page
        for _ in 0..<1000 {
            let isRecorded = page.html.contains("It hears only")
            let greeted = page.html.contains(isRecorded ? "class=\"next\"" : "class=\"agent\" data-complete")
            guard !greeted else { return page }
            await Task.yield()
            page = try await browser.get(page.path)
        }
        throw CancellationError()
    }

    @Test func `a recorded conversation hears only the caller's lines, and other words confirm nothing`() async throws {
        try await ConsoleFixture.run(models: [Self.script]) { fixture, browser in
            _ = try await browser.signIn()
            let connection = try await fixture.connection()
            let action = try await fixture.services.library.add(template: "create_case", on: connection)
            let page = try await Self.call(fixture, browser, with: Self.script, [action.id])
            #expect(!page.html.contains("id=\"text\""))
            #expect(page.html.contains("choose who speaks</a>"))
            let speak = "\(page.path)/speak"
            let asked = try await browser.send(speak, from: page, [("text", "My printer burns.")])
            #expect(asked.html.contains("waits for a yes"))
            for words in ["stop", "no, I am Bob", "yes, please.", "My printer burns."] {
                let refused = try await browser.send(speak, from: page, [("text", words)])
                #expect(refused.html.contains("<p class=\"mistakes\" role=\"alert\">Nothing was said"), "\(words)")
                #expect(!refused.html.contains("Done."))
            }
            #expect(try await browser.send(speak, from: page, [("text", "Yes, please.")]).html.contains("Done."))
        }
    }

    @Test func `a model that is no recording is told what was typed`() async throws {
        try await ConsoleFixture.run(models: [Self.anything, Self.script]) { fixture, browser in
            _ = try await browser.signIn()
            let page = try await Self.call(fixture, browser, with: Self.anything)
            #expect(page.html.contains("id=\"text\"") && !page.html.contains("choose who speaks"))
            let text = "<script>alert(1)</script>\"'><b>\u{202E}NIMDA"
            let answer = try await browser.send("\(page.path)/speak", from: page, [("text", text)])
            #expect(answer.html.contains(">\(HTMLEscaping().escapeText(text))</p>"))
            #expect(answer.html.contains("I see."))
        }
    }

    @Test func `what runs at the start of a call shows before the agent speaks`() async throws {
        try await ConsoleFixture.run(models: [Self.anything]) { fixture, browser in
            _ = try await browser.signIn()
            let connection = try await fixture.connection()
            let query = "SELECT Id FROM Contact WHERE Phone = '{{caller_phone}}'"
            let definition = try ActionDefinition(given: "name: find_caller\nsoql: \(query)\nruns: call_start")
            let action = try await fixture.services.library.add(definition, on: connection)
            let page = try await Self.call(fixture, browser, with: Self.anything, [action.id])
            let found = try #require(page.html.firstRange(of: "<code>find_caller</code>"))
            let greeted = try #require(page.html.firstRange(of: "Hello."))
            #expect(found.lowerBound < greeted.lowerBound)
        }
    }
}
