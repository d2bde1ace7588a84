import Actions
import Doors
import Platforms
import Testing
import Workspace

@testable import Console

/// What a page says first: that something was done, or why it was not.
@Suite struct NoticeTests {
    @Test func `what was refused does not look like what was done`() async throws {
        try await ConsoleFixture.run { fixture, browser in
            _ = try await browser.signIn()
            let connection = try await fixture.connection()
            _ = try await fixture.services.library.add(template: "search_case", on: connection)
            let page = try await browser.get("/integrations/\(connection)")
            let refused = try await browser.send("/integrations/\(connection)/remove", from: page)
            #expect(refused.html.contains("<p class=\"mistakes\" role=\"alert\">Its actions have to go elsewhere"))
            #expect(!refused.html.contains("class=\"notice\""))
            let fields = [("template", "create_case"), ("connection_id", connection)]
            let done = try await browser.send("/actions/add", from: page, fields)
            #expect(done.html.contains("<p class=\"notice\" role=\"status\">create_case is added."))
            #expect(!done.html.contains("class=\"mistakes\""))
        }
    }

    @Test func `a notice is taken for what it was sealed as, and for nothing else`() {
        let token = FormToken(of: Secret("one"))
        for notice in [Notice(text: "Ä.b.refusal"), Notice(text: "Ä.b", isRefusal: true)] {
            let sealed = token.sealed(notice)
            #expect(token.notice(in: sealed) == notice)
            #expect(FormToken(of: Secret("two")).notice(in: sealed) == nil)
            let turned =
                sealed.contains(".notice.")
                ? sealed.replacing(".notice.", with: ".refusal.") : sealed.replacing(".refusal.", with: ".notice.")
            #expect(token.notice(in: turned) == nil)
        }
    }

    @Test func `what was ticked stays ticked when it is too much`() async throws {
        try await ConsoleFixture.run { fixture, browser in
            _ = try await browser.signIn()
            let connection = try await fixture.connection()
            var ids: [String] = []
            for number in 0...120 {
                let definition = try ActionDefinition(given: "name: find_\(number)\nsoql: SELECT Id FROM Case")
                ids.append(try await fixture.services.library.add(definition, on: connection).id)
            }
            let agent = try await fixture.services.roster.add(AgentSettings(name: "Alex"))
            let path = "/agents/\(agent.id)/actions"
            let shown = try await browser.get("\(path)?from=60").html.matches(of: /name="action" value="([^"]*)"/)
            let chosen = shown.map { String($0.1) }
            var settings = agent.settings
            settings.actions = ids.filter { !chosen.contains($0) }.map { AgentAction($0) }
            _ = try await fixture.services.roster.replace(agent.id, with: settings)
            let page = try await browser.get("\(path)?from=60")
            let fields = ["revision", "shown", "from"].map { ($0, page.hidden($0) ?? "") }
            let answer = try await browser.send(path, from: page, fields + chosen.map { ("action", $0) })
            #expect(answer.status == 422)
            #expect(answer.html.contains("An agent can have at most"))
            #expect(answer.html.contains("class=\"mistakes\" role=\"alert\""))
            #expect(answer.html.ranges(of: " checked>").count == chosen.count)
            #expect(chosen.count == 61 && answer.hidden("from") == "60")
        }
    }

    @Test func `templates that were chosen stay chosen when they can't be added`() async throws {
        try await ConsoleFixture.run { fixture, browser in
            _ = try await browser.signIn()
            let connections = [try await fixture.connection(), try await fixture.connection("Beta")]
            let page = try await browser.get("/actions/add")
            let chosen = [("template", "create_case"), ("template", "get_lead")]
            let refused = try await browser.send("/actions/add", from: page, chosen + [("connection_id", "")])
            #expect(refused.status == 422)
            #expect(refused.html.contains("Choose where its requests go."))
            let ticked = refused.html.matches(of: /value="(\w+)" checked>/).map { String($0.1) }
            #expect(ticked == ["create_case", "get_lead"])
            let none = try await browser.send("/actions/add", from: page, [("connection_id", connections[1])])
            #expect(none.status == 422)
            #expect(none.html.contains("Choose at least one template."))
            #expect(none.html.contains("value=\"\(connections[1])\" selected"))
            #expect(try await fixture.services.library.actions().isEmpty)
        }
    }

    @Test func `of templates one of which can't be added none is`() async throws {
        try await ConsoleFixture.run { fixture, browser in
            _ = try await browser.signIn()
            let connection = try await fixture.connection()
            let page = try await browser.get("/actions/add")
            let chosen = ["search_lead", "nonsense", "get_case"].map { ("template", $0) }
            let fields = chosen + [("connection_id", connection)]
            let refused = try await browser.send("/actions/add", from: page, fields)
            #expect(refused.status == 422)
            #expect(refused.html.contains("There is no template nonsense."))
            let ticked = refused.html.matches(of: /value="(\w+)" checked>/).map { String($0.1) }
            #expect(Set(ticked) == ["search_lead", "get_case"])
            #expect(try await fixture.services.library.actions().isEmpty)
        }
    }

    @Test func `an action is removed only when somebody is sure`() async throws {
        try await ConsoleFixture.run { fixture, browser in
            _ = try await browser.signIn()
            let connection = try await fixture.connection()
            let action = try await fixture.services.library.add(template: "search_case", on: connection)
            let path = "/actions/\(action.id)"
            let page = try await browser.get(path)
            #expect(page.html.contains("name=\"sure\" required"))
            let unsure = try await browser.send("\(path)/remove", from: page)
            #expect(unsure.html.contains("Tick that you are sure."))
            let sure = try await browser.send("\(path)/remove", from: page, [("sure", "on")])
            #expect(sure.html.contains("search_case is removed."))
            #expect(try await fixture.services.library.actions().isEmpty)
        }
    }

    @Test func `nothing is offered that the server has not`() async throws {
        try await ConsoleFixture.run { fixture, browser in
            _ = try await browser.signIn()
            for path in ["/", "/actions/add"] {
                #expect(try await !browser.get(path).html.contains("the sandbox org"), "\(path)")
            }
            let agent = try await fixture.services.roster.add(AgentSettings(name: "Alex"))
            let path = "/agents/\(agent.id)/edit"
            let page = try await browser.get(path)
            #expect(!page.html.contains("a code that is sent"))
            #expect(try await !browser.get("/agents/\(agent.id)").html.contains("with a code sent"))
            let fields = [("name", "Alex"), ("time_zone", "GMT"), ("verification.required_matches", "1")]
            _ = try await browser.send(path, from: page, fields)
            // It stays as it was, for the day when codes can be sent.
            let saved = try await fixture.services.roster.savedAgent(agent.id).settings.verification
            #expect((saved.requiredMatches, saved.allowsCode) == (1, true))
        }
    }
}
