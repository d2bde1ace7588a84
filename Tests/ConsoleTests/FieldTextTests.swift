import Actions
import Doors
import JSON
import Testing
import Workspace

@testable import Console

/// What a form sends back of what it was filled with.
@Suite struct FieldTextTests {
    /// Isolates and embeddings, as a word processor leaves them around a name.
    private static let turning = "\u{2068}\u{202A}Acme\u{202C}\u{2069} & Co"

    @Test func `a form that is sent back unchanged changes nothing`() async throws {
        try await ConsoleFixture.run { fixture, browser in
            _ = try await browser.signIn()
            let told = AgentSettings(name: Self.turning, instructions: "\(Self.turning)\nis our name.")
            let agent = try await fixture.services.roster.add(told)
            let page = try await browser.get("/agents/\(agent.id)/edit")
            let typed = HTMLEscaping(marksTurns: false)
            #expect(page.html.contains("name=\"name\" value=\"\(typed.escapeText(Self.turning))\""))
            #expect(page.html.contains("\n\(typed.escapeText(told.instructions))</textarea>"))
            #expect(page.html.contains("<h1>Settings of \(HTMLEscaping().escapeText(Self.turning))</h1>"))
            // Nor when a mistake brings it back.
            let fields = [("name", Self.turning), ("instructions", told.instructions), ("time_zone", "nowhere")]
            let again = try await browser.send("/agents/\(agent.id)/edit", from: page, fields)
            #expect(again.status == 422)
            #expect(again.html.contains("name=\"name\" value=\"\(typed.escapeText(Self.turning))\""))
            #expect(again.html.contains("\n\(typed.escapeText(told.instructions))</textarea>"))
        }
    }

    @Test func `a definition that is copied from its page is the action's own`() async throws {
        try await ConsoleFixture.run { fixture, browser in
            _ = try await browser.signIn()
            let definition = try ActionDefinition(
                given: .object(["name": "find", "description": .string(Self.turning), "soql": "SELECT Id FROM Case"])
            )
            let connection = try await fixture.connection()
            let action = try await fixture.services.library.add(definition, on: connection)
            let html = try await browser.get("/actions/\(action.id)").html
            let shown = try #require(html.firstMatch(of: /<pre id="definition"[^>]*>([^<]*)<\/pre>/)?.1)
            let copied = ["&quot;": "\"", "&#39;": "'", "&amp;": "&"].reduce(String(shown)) { text, mark in
                text.replacing(mark.key, with: mark.value)
            }
            #expect(try ActionDefinition(parsing: copied) == definition, "\(copied)")
        }
    }

    @Test func `what is imported in two steps is what was given`() async throws {
        try await ConsoleFixture.run { fixture, browser in
            _ = try await browser.signIn()
            let page = try await browser.get("/actions/import")
            let yaml = "switchboard: 1\nagents:\n  - name: Alex\n    instructions: '\(Self.turning)'\n"
            let plan = try await browser.send("/actions/import/plan", from: page, [("yaml", yaml)])
            #expect(plan.html.contains("create agent Alex"))
            #expect(plan.html.contains(HTMLEscaping(marksTurns: false).escapeText(yaml) + "</textarea>"))
        }
    }
}
