import Doors
import JSON
import Platforms
import Testing
import Workspace

@Suite struct ConnectionFormTests {
    @Test func `the name, the reserve and the version of a connection are changed`() async throws {
        try await ConsoleFixture.run { fixture, browser in
            _ = try await browser.signIn()
            let id = try await fixture.connection()
            _ = try await fixture.connection("Beta")
            let page = try await browser.get("/integrations/\(id)/edit")
            let fields = [
                ("name", "Acme EU"), ("reserved_percent", "20"), ("api_version", "60.0"),
                ("revision", page.hidden("revision") ?? ""),
            ]
            let saved = try await browser.send("/integrations/\(id)/edit", from: page, fields)
            #expect(saved.path == "/integrations/\(id)")
            let settings = try await fixture.services.connections.connection(id).settings
            #expect((settings.name, settings.reservedPercent, settings.apiVersion) == ("Acme EU", 20, "60.0"))
            // The page is older than the change.
            #expect(try await browser.send("/integrations/\(id)/edit", from: page, fields).status == 422)
        }
    }

    @Test(arguments: [("name", "beta"), ("reserved_percent", "91"), ("reserved_percent", "x"), ("api_version", "new")])
    func `a mistake in a connection's settings stands beside its field`(name: String, value: String) async throws {
        try await ConsoleFixture.run { fixture, browser in
            _ = try await browser.signIn()
            let id = try await fixture.connection()
            _ = try await fixture.connection("Beta")
            let page = try await browser.get("/integrations/\(id)/edit")
            let fields = [("name", "Acme"), ("reserved_percent", "0"), ("api_version", "59.0")].map {
                $0.0 == name ? (name, value) : $0
            }
            let answer = try await browser.send("/integrations/\(id)/edit", from: page, fields)
            #expect(answer.status == 422)
            #expect(answer.html.contains("href=\"#\(name)\""))
            #expect(try await fixture.services.connections.connection(id).settings.name == "Acme")
        }
    }

    @Test func `a key that is none is refused beside its field, and never sent back`() async throws {
        try await ConsoleFixture.run { _, browser in
            _ = try await browser.signIn()
            let page = try await browser.get("/integrations/connect")
            let fields = [
                ("name", "Acme"), ("environment", "production"), ("client_id", "app"), ("grant", "jwt_bearer"),
                ("username", ""), ("private_key", "-----BEGIN SECRET-----"), ("reserved_percent", "0"),
            ]
            let answer = try await browser.send("/integrations/connect", from: page, fields)
            #expect(answer.status == 422)
            #expect(answer.html.contains("href=\"#username\"") && answer.html.contains("href=\"#private_key\""))
            #expect(!answer.html.contains("BEGIN SECRET"))
        }
    }

    @Test func `an address that was typed is where somebody logs in, or a mistake`() async throws {
        try await ConsoleFixture.run(innerOrg: .noting { _ in }) { fixture, browser in
            _ = try await browser.signIn()
            let page = try await browser.get("/integrations/connect")
            #expect(
                page.html.contains("<code>http://127.0.0.1:7070</code>") && page.html.contains("admin@sandbox.test")
            )
            let fields = [
                ("name", "Acme"), ("environment", "production"), ("login_host", "acme.my.salesforce.com"),
                ("client_id", "app"), ("grant", "authorization_code"), ("reserved_percent", "0"),
            ]
            let answer = try await browser.send("/integrations/connect", from: page, fields)
            #expect(answer.status == 422 && answer.html.contains("href=\"#login_host\""))
            #expect(try await fixture.services.connections.list().isEmpty)
        }
    }

    @Test func `where an org logs in is put right before anybody has signed in`() async throws {
        try await ConsoleFixture.run { fixture, browser in
            _ = try await browser.signIn()
            let id = try await fixture.connection()
            let path = "/integrations/\(id)/edit"
            let page = try await browser.get(path)
            #expect(page.html.contains("value=\"https://acme.my.salesforce.com\""))
            let fields = [("name", "Acme"), ("reserved_percent", "0"), ("api_version", "60.0")]
            let wrong = try await browser.send(path, from: page, fields + [("login_host", "ftp://acme")])
            #expect(wrong.status == 422 && wrong.html.contains("href=\"#login_host\""))
            _ = try await browser.send(path, from: page, fields + [("login_host", "https://test.salesforce.com")])
            #expect(try await fixture.services.connections.connection(id).settings.logInHost == .sandbox)
        }
    }

    @Test func `a sign-in is finished by the session that began it only`() async throws {
        try await ConsoleFixture.run { fixture, browser in
            _ = try await browser.signIn()
            let id = try await fixture.connection()
            let page = try await browser.get("/integrations/\(id)")
            let begun = try await browser.send("/integrations/\(id)/reconnect", from: page)
            let start = try #require(begun.html.firstRange(of: "state=")?.upperBound)
            let state = begun.html[start...].prefix { $0.isHexDigit }
            #expect(state.count == 64, "\(begun.html)")
            let query = "callback?state=\(state)&error=access_denied"
            let other = browser.another
            #expect(try await other.get("/v1/connections/\(query)").html.contains("no_such_sign_in"))
            _ = try await other.signIn()
            let foreign = try await other.get("/integrations/\(query)")
            #expect(!foreign.html.contains("access_denied"))
            let own = try await browser.get("/integrations/\(query)")
            #expect(own.html.contains("access_denied"), "\(own.html)")
        }
    }

    @Test func `an agent is kept to the fields that are listed for it`() async throws {
        try await ConsoleFixture.run { fixture, browser in
            _ = try await browser.signIn()
            let agent = try await fixture.services.roster.add(AgentSettings(name: "Alex"))
            let path = "/agents/\(agent.id)/edit"
            let page = try await browser.get(path)
            let common = [("name", "Alex"), ("time_zone", "GMT"), ("verification.required_matches", "1")]
            let lists = [
                ("lean", "on"), ("fields.readable", "Contact: FirstName, Email\nCase: *"),
                ("fields.writable", "Case: Subject"),
            ]
            _ = try await browser.send(path, from: page, common + lists)
            let settings = try await fixture.services.roster.savedAgent(agent.id).settings
            #expect(settings.fieldAllowList?.readable == ["Contact": ["FirstName", "Email"], "Case": ["*"]])
            #expect(settings.fieldAllowList?.writable == ["Case": ["Subject"]])
            #expect(settings.isLean)
            #expect(try await browser.get(path).html.contains("Case: *\nContact: FirstName, Email</textarea>"))
            let wrong = try await browser.send(path, from: page, common + [("fields.readable", "Email")])
            #expect(wrong.status == 422)
            #expect(wrong.html.contains("href=\"#fields.readable\""))
            _ = try await browser.send(path, from: page, common)
            #expect(try await fixture.services.roster.savedAgent(agent.id).settings.fieldAllowList == nil)
        }
    }
}
