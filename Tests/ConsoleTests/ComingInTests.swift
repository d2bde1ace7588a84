import Doors
import HTTPTypes
import Platforms
import Testing
import Workspace

@Suite struct ComingInTests {
    @Test func `the set-up link leads to an owner's account, once`() async throws {
        try await ConsoleFixture.run(isSetUp: false) { fixture, browser in
            let page = try await browser.get("/setup/\(fixture.setUpToken)")
            #expect(page.status == 200)
            let fields = [("name", "Ada"), ("email", "ada@acme.test"), ("password", ConsoleFixture.password)]
            let overview = try await browser.send("/setup", from: page, fields)
            #expect(overview.path == "/")
            #expect(overview.html.contains("First steps"))
            #expect(try await fixture.services.people.people().map(\.role) == [.owner])
            let other = browser.another
            #expect(try await other.get("/setup/\(fixture.setUpToken)").path == "/sign-in")
        }
    }

    @Test func `a form comes back with its mistakes beside the fields and what was typed in them`() async throws {
        try await ConsoleFixture.run(isSetUp: false) { fixture, browser in
            let page = try await browser.get("/setup/\(fixture.setUpToken)")
            let fields = [("name", "Ada"), ("email", "nobody"), ("password", "short")]
            let again = try await browser.send("/setup", from: page, fields)
            #expect(again.status == 422)
            #expect(again.html.contains("Give an e-mail address."))
            #expect(again.html.contains("12 characters or more, and"))
            #expect(again.html.contains("value=\"nobody\""))
            #expect(!again.html.contains("short"))
            #expect(again.hidden("token") == fixture.setUpToken)
        }
    }

    @Test func `whoever signs in comes to the page they wanted`() async throws {
        try await ConsoleFixture.run { _, browser in
            let page = try await browser.get("/integrations")
            #expect(page.path == "/sign-in?next=%2Fintegrations")
            let fields = [("email", "owner@acme.test"), ("password", ConsoleFixture.password)]
            #expect(try await browser.send("/sign-in", from: page, fields).path == "/integrations")
        }
    }

    @Test(arguments: ["https://evil.test", "//evil.test", "/\\evil.test", "javascript:alert(1)", "/a b"])
    func `signing in leads to no other site`(target: String) async throws {
        try await ConsoleFixture.run { _, browser in
            let page = try await browser.signIn(next: target.replacing(" ", with: "%20"))
            #expect(page.path == "/")
        }
    }

    @Test func `a wrong password is refused, and says nothing about who is known`() async throws {
        try await ConsoleFixture.run { _, browser in
            let page = try await browser.get("/sign-in")
            let known = try await browser.send(
                "/sign-in",
                from: page,
                [("email", "owner@acme.test"), ("password", "x")]
            )
            let unknown = try await browser.send("/sign-in", from: page, [("email", "x@acme.test"), ("password", "x")])
            #expect(known.status == 422)
            #expect(
                known.html.replacing("owner@acme.test", with: "") == unknown.html.replacing("x@acme.test", with: "")
            )
        }
    }

    @Test func `the audit trail shows who was let in, and whom somebody said they were`() async throws {
        try await ConsoleFixture.run { _, browser in
            let other = browser.another
            let page = try await other.get("/sign-in")
            _ = try await other.send(
                "/sign-in",
                from: page,
                [("email", "viewer@acme.test"), ("password", "x")]
            )
            _ = try await browser.signIn()
            let audit = try await browser.get("/audit?action=logIn")
            #expect(audit.html.contains("somebody signed out, as Victor Viewer"))
            #expect(audit.html.contains("<td>Olivia Owner</td>"))
        }
    }

    @Test func `signing out ends the session`() async throws {
        try await ConsoleFixture.run { _, browser in
            let page = try await browser.signIn()
            let session = browser.cookies["switchboard_session"]
            #expect(try await browser.send("/sign-out", from: page).path == "/sign-in?left=1")
            #expect(browser.cookies["switchboard_session"] == nil)
            let thief = try await browser.another.get("/", [.cookie: "switchboard_session=\(session ?? "")"])
            #expect(thief.path == "/sign-in")
        }
    }

    @Test func `a session that was revoked is worth nothing`() async throws {
        try await ConsoleFixture.run { fixture, browser in
            _ = try await browser.signIn()
            let owner = try #require(try await fixture.services.people.people().first { $0.role == .owner })
            try await fixture.services.people.endSessions(of: owner.id)
            #expect(try await browser.get("/").path == "/sign-in")
        }
    }
}
