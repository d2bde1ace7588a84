import Actions
import Agents
import Calls
import Doors
import Foundation
import JSON
import Platforms
import Testing
import Workspace

@testable import Console

@Suite struct PageWeightTests {
    private static let heaviest = 50_000

    /// The pages of a list, each of them light.
    private func pages(_ path: String, of browser: Browser, next: Regex<(Substring, Substring)>) async throws
        -> [String]
    {
        var pages: [String] = []
        var path: String? = path
        while let here = path, pages.count < 60 {
            let page = try await browser.get(here)
            #expect(page.status == 200)
            #expect(page.html.utf8.count < Self.heaviest, "\(here)")
            pages.append(page.html)
            path = page.html.firstMatch(of: next).map { String($0.1).replacing("&amp;", with: "&") }
        }
        return pages
    }

    @Test func `a call full of long text that has to be escaped is light everywhere`() async throws {
        try await ConsoleFixture.run { fixture, browser in
            _ = try await browser.signIn("viewer")
            let saved = try await fixture.services.roster.add(AgentSettings(name: "Alex"))
            let agent = try #require(try await fixture.services.roster.agent(saved.id))
            let call = try await fixture.services.calls.open(
                agent,
                callerPhone: nil,
                channel: "http",
                reportsTurns: true
            )
            let text = JSONValue.string(String(repeating: "<&\"'>", count: 1000))
            for _ in 0..<30 { await call.invoke("create_case", ["subject": text, "description": text]) }
            let audit = try await pages(
                "/audit?call_id=\(call.id)",
                of: browser,
                next: /href="([^"]*before=[^"]*)">Older/
            )
            #expect(audit.flatMap { $0.matches(of: /<details><summary>/) }.count >= 30)
            #expect(audit[0].contains("more characters)"))
            let uses = try await pages("/calls/\(call.id)", of: browser, next: /href="([^"]*until=[^"]*)"/)
            #expect(uses.flatMap { $0.matches(of: /id="use-\d+"/) }.count == 30)
        }
    }

    @Test func `hundreds of actions are shown page by page, and the org of each where there are several`() async throws
    {
        try await ConsoleFixture.run { fixture, browser in
            _ = try await browser.signIn()
            let services = fixture.services
            let orgs = [try await fixture.connection(), try await fixture.connection("Beta")]
            var actions: [WorkspaceAction] = []
            for org in orgs + orgs {
                for template in services.templates.definitions {
                    actions.append(try await services.library.add(template: template.name, on: org))
                }
            }
            let agent = try await services.roster.add(
                AgentSettings(name: "Alex", actions: actions.prefix(110).map { AgentAction($0.id) })
            )
            let list = try await pages("/actions", of: browser, next: /href="(\/actions\?from=\d+)"/)
            #expect(list.flatMap { $0.matches(of: /<th scope="row">/) }.count == actions.count)
            let may = try await pages("/agents/\(agent.id)", of: browser, next: /href="([^"]*from=\d+)"/)
            #expect(may.flatMap { $0.matches(of: /<th scope="row">/) }.count == 110)
            #expect(may[0].contains("<span class=\"tag\">Acme</span>"))
            let path = "/agents/\(agent.id)/actions"
            let first = try await browser.get(path)
            #expect(first.html.utf8.count < Self.heaviest)
            #expect(first.html.contains("<span class=\"tag\">Beta</span>"))
            // What stands on other pages stays as it is.
            let shown = try #require(first.hidden("shown"))
            let next = try #require(first.html.firstMatch(of: /name="next" value="(\d+)"/)?.1)
            let second = try await browser.send(path, from: first, [("shown", shown), ("next", String(next))])
            #expect(second.path == "\(path)?from=\(next)" && second.html.utf8.count < Self.heaviest)
            let left = try await services.roster.savedAgent(agent.id).settings.actions.map(\.actionID)
            let taken = Set(shown.split(separator: " ").map(String.init))
            #expect(left == actions.prefix(110).map(\.id).filter { !taken.contains($0) } && !left.isEmpty)
        }
    }

    @Test func `agents are shown page by page`() async throws {
        try await ConsoleFixture.run { fixture, browser in
            _ = try await browser.signIn("viewer")
            for number in 0..<60 { _ = try await fixture.services.roster.add(AgentSettings(name: "\(number) <&\"'>")) }
            let agents = try await pages("/agents", of: browser, next: /href="([^"]*from=\d+)"/)
            #expect(agents.map { $0.matches(of: /<li class="card">/).count } == [50, 10])
        }
    }

    @Test func `a long instruction is shown in part, with a way to all of it`() async throws {
        try await ConsoleFixture.run { fixture, browser in
            _ = try await browser.signIn("viewer")
            let told = String(repeating: "Say <hello> & \"goodbye\". ", count: 3000)
            let agent = try await fixture.services.roster.add(AgentSettings(name: "Alex", instructions: told))
            let page = try await browser.get("/agents/\(agent.id)")
            #expect(page.html.utf8.count < 15_000 && page.html.contains("more characters)"))
            let all = try #require(page.html.firstMatch(of: /href="([^"]*told=all)"/)?.1)
            #expect(try await browser.get(String(all)).html.contains(HTMLEscaping().escapeText(told)))
            let other = try await fixture.services.roster.add(AgentSettings(name: "Sam", instructions: "Be brief."))
            #expect(try await !browser.get("/agents/\(other.id)").html.contains("told=all"))
        }
    }

    @Test func `sessions are shown page by page`() async throws {
        try await ConsoleFixture.run { fixture, browser in
            _ = try await browser.signIn()
            for number in 0..<109 {
                _ = try await fixture.services.people.logIn(
                    email: "viewer@acme.test",
                    password: Secret(ConsoleFixture.password),
                    from: "192.0.2.\(number)",
                    on: "<\"Browser\"> & \(number)"
                )
            }
            // Those of the set-up and of this browser are there too.
            let sessions = try await pages("/settings/sessions", of: browser, next: /href="([^"]*from=\d+)"/)
            let paths = sessions.map { page in
                page.matches(of: /action="(\/settings\/sessions\/\w+)\/end"/).map { String($0.1) }
            }
            #expect(paths.map(\.count).reduce(0, +) == 111 && Set(paths.joined()).count == 111)
            #expect(paths.count > 2 && paths.allSatisfy { $0.count <= 50 })
        }
    }

    @Test func `tokens are shown page by page`() async throws {
        try await ConsoleFixture.run { fixture, browser in
            _ = try await browser.signIn()
            let owner = try #require(try await fixture.services.people.people().first { $0.role == .owner })
            for number in 0..<120 {
                _ = try await fixture.services.people.issueAdminToken(
                    named: "\"Export\" \(number)",
                    role: .viewer,
                    by: owner,
                    expiresAt: nil
                )
            }
            let tokens = try await pages("/settings/tokens", of: browser, next: /href="([^"]*from=\d+)"/)
            #expect(tokens.flatMap { $0.matches(of: /<th scope="row">/) }.count == 120)
        }
    }

    @Test func `an import of what is there already does not send all of it back`() async throws {
        try await ConsoleFixture.run { fixture, browser in
            _ = try await browser.signIn()
            let services = fixture.services
            let connection = try await fixture.connection()
            for template in services.templates.definitions {
                _ = try await services.library.add(template: template.name, on: connection)
            }
            let export = try await services.transfer.exported()
            let page = try await browser.get("/actions/import")
            let plan = try await browser.send("/actions/import/plan", from: page, [("yaml", export)])
            #expect(plan.html.contains("all of it is here already") && plan.html.utf8.count < Self.heaviest)
            for action in try await services.library.actions() { try await services.library.remove(action.id) }
            let again = try await browser.send("/actions/import/plan", from: page, [("yaml", export)])
            #expect(again.html.contains("and \(services.templates.definitions.count - 20) more like these"))
        }
    }

    @Test(arguments: [("abc", "abc"), ("abcdef", "abcd\n… (2 more characters)"), ("a\"\"", "a\n… (2 more characters)")])
    func `a long text says how much of it is left out`(text: String, shown: String) {
        #expect(text.clipped(to: 4, weight: 6) == shown)
    }

    @Test(arguments: ["", "\n", "Say "])
    func `of a letter with thousands of marks the beginning is shown`(before: String) {
        let marks = String(repeating: "\u{301}", count: 3000)
        let shown = (before + "e" + marks + " and more").clipped(to: 1500, weight: 4000)
        let beginning = before + "e" + marks.unicodeScalars.prefix(1900).map(String.init).joined()
        #expect(shown.unicodeScalars.starts(with: beginning.unicodeScalars))
        #expect(shown.hasSuffix("… (10 more characters)") && shown.weight < 4100)
    }
}
