import Calls
import Console
import Doors
import Platforms
import Synchronization
import Testing
import Workspace

@Suite struct SettingsTests {
    @Test func `whoever is let in can sign in and see`() async throws {
        try await ConsoleFixture.run { fixture, browser in
            _ = try await browser.signIn()
            let page = try await browser.get("/settings/people/new")
            let fields = [
                ("name", "Grace"), ("email", "grace@acme.test"), ("role", "viewer"),
                ("password", ConsoleFixture.password),
            ]
            let list = try await browser.send("/settings/people/new", from: page, fields)
            #expect(list.html.contains("Grace can sign in now."))
            let overview = try await browser.another.signIn("grace")
            #expect(overview.path == "/")
            #expect(overview.html.contains("viewer"))
        }
    }

    @Test func `the last owner stays one, and reads why`() async throws {
        try await ConsoleFixture.run { fixture, browser in
            _ = try await browser.signIn()
            let owner = try #require(try await fixture.services.people.people().first { $0.role == .owner })
            let page = try await browser.get("/settings/people/\(owner.id)")
            let fields = [("name", "Olivia"), ("email", owner.email), ("role", "viewer")]
            let again = try await browser.send("/settings/people/\(owner.id)", from: page, fields)
            #expect(again.status == 422)
            #expect(again.html.contains("There must be an owner."))
            #expect(try await fixture.services.people.person(owner.id).role == .owner)
        }
    }

    @Test func `an owner ends another's session`() async throws {
        try await ConsoleFixture.run { fixture, browser in
            let other = browser.another
            _ = try await other.signIn("viewer")
            let viewer = try #require(try await fixture.services.people.people().first { $0.role == .viewer })
            _ = try await browser.signIn()
            let page = try await browser.get("/settings/sessions")
            #expect(page.html.contains("Victor Viewer"))
            let session = try #require(
                try await fixture.services.people.sessions(for: viewer.present).first { $0.personID == viewer.id }
            )
            _ = try await browser.send("/settings/sessions/\(session.id)/end", from: page)
            #expect(try await other.get("/").path == "/sign-in")
            #expect(try await browser.get("/").path == "/")
        }
    }

    @Test func `the records of the sandbox org are put back only when somebody is sure`() async throws {
        let resets = Mutex<[Int]>([])
        try await ConsoleFixture.run(innerOrg: .noting { contacts in resets.withLock { $0.append(contacts) } }) {
            _,
            browser in
            _ = try await browser.signIn()
            let page = try await browser.get("/settings/sandbox")
            let unsure = try await browser.send("/settings/sandbox/reset", from: page)
            #expect(unsure.html.contains("Tick that you are sure."))
            for contacts in ["0", "300", "20001", "many"] {
                let fields = [("sure", "on"), ("contacts", contacts)]
                let sure = try await browser.send("/settings/sandbox/reset", from: page, fields)
                #expect(sure.html.contains("All records are as they were at first") == (sure.status == 200))
            }
        }
        #expect(resets.withLock { $0 } == [0, 300])
    }

    @Test func `a viewer sees their own sessions, and can end no others`() async throws {
        try await ConsoleFixture.run { fixture, browser in
            _ = try await browser.signIn()
            let other = browser.another
            _ = try await other.signIn("viewer")
            let page = try await other.get("/settings/sessions")
            #expect(page.html.contains("Victor Viewer") && !page.html.contains("Olivia Owner"))
            let owner = try #require(try await fixture.services.people.people().first { $0.role == .owner })
            let foreign = try #require(
                try await fixture.services.people.sessions(for: owner.present).first { $0.personID == owner.id }
            )
            let late = try await other.send("/settings/sessions/\(foreign.id)/end", from: page)
            #expect(late.html.contains("That session was over already."))
            #expect(try await browser.get("/").path == "/")
        }
    }

    @Test func `an agent is removed only when somebody is sure`() async throws {
        try await ConsoleFixture.run { fixture, browser in
            _ = try await browser.signIn()
            let agent = try await fixture.services.roster.add(AgentSettings(name: "Alex"))
            let page = try await browser.get("/agents/\(agent.id)/edit")
            let unsure = try await browser.send("/agents/\(agent.id)/remove", from: page)
            #expect(unsure.html.contains("Tick that you are sure."))
            #expect(try await fixture.services.roster.agents().count == 1)
            _ = try await browser.send("/agents/\(agent.id)/remove", from: page, [("sure", "on")])
            #expect(try await fixture.services.roster.agents().isEmpty)
        }
    }

    @Test func `a person is removed only when somebody is sure`() async throws {
        try await ConsoleFixture.run { fixture, browser in
            _ = try await browser.signIn()
            _ = try await browser.another.signIn("viewer")
            let people = fixture.services.people
            let viewer = try #require(try await people.people().first { $0.role == .viewer })
            let page = try await browser.get("/settings/people/\(viewer.id)")
            let unsure = try await browser.send("/settings/people/\(viewer.id)/remove", from: page)
            #expect(unsure.html.contains("Tick that you are sure."))
            #expect(try await people.people().contains { $0.id == viewer.id })
            _ = try await browser.send("/settings/people/\(viewer.id)/remove", from: page, [("sure", "on")])
            #expect(try await !people.people().contains { $0.id == viewer.id })
        }
    }

    @Test func `a token is shown once, and works until it is ended`() async throws {
        try await ConsoleFixture.run { fixture, browser in
            _ = try await browser.signIn()
            let page = try await browser.get("/settings/tokens")
            let fields = [("name", "export"), ("role", "viewer"), ("expires_at", "")]
            let made = try await browser.send("/settings/tokens", from: page, fields)
            let token = try #require(made.html.firstMatch(of: #/swb_admin_[0-9a-f]+/#).map { String($0.0) })
            #expect(try await fixture.services.people.principal(token: Secret(token))?.role == .viewer)
            let list = try await browser.get("/settings/tokens")
            #expect(!list.html.contains(token))
            let known = try #require(try await fixture.services.people.adminTokens().first)
            _ = try await browser.send("/settings/tokens/\(known.id)/revoke", from: list)
            #expect(try await fixture.services.people.principal(token: Secret(token)) == nil)
        }
    }

    @Test(arguments: [("2020-01-01", false), ("tomorrow", false), ("2999-12-31", true)])
    func `a token ends on a day to come`(day: String, isTaken: Bool) async throws {
        try await ConsoleFixture.run { fixture, browser in
            _ = try await browser.signIn()
            let page = try await browser.get("/settings/tokens")
            let fields = [("name", "export"), ("role", "viewer"), ("expires_at", day)]
            let answer = try await browser.send("/settings/tokens", from: page, fields)
            #expect(answer.status == (isTaken ? 200 : 422))
            #expect(try await fixture.services.people.adminTokens().isEmpty != isTaken)
        }
    }

    @Test func `a viewer changes their own password, knowing the old one`() async throws {
        try await ConsoleFixture.run { _, browser in
            _ = try await browser.signIn("viewer")
            let page = try await browser.get("/settings/password")
            let new = ("password", "another long password")
            let wrong = try await browser.send("/settings/password", from: page, [("current", "guess"), new])
            #expect(wrong.html.contains("That is not your password so far."))
            let fields = [("current", ConsoleFixture.password), new]
            #expect(try await browser.send("/settings/password", from: page, fields).status == 200)
            let again = try await browser.another.signIn("viewer")
            #expect(again.path == "/sign-in")
        }
    }

    @Test func `what is changed, or tried to be, is on record under the API's names`() async throws {
        try await ConsoleFixture.run { fixture, browser in
            _ = try await browser.signIn()
            let page = try await browser.get("/agents/new")
            for zone in ["Europe/Berlin", "Nowhere"] {
                let fields = [("name", "Service desk"), ("instructions", ""), ("time_zone", zone)]
                _ = try await browser.send("/agents/new", from: page, fields)
            }
            let records = try await fixture.services.audit.records(matching: AuditFilter(kind: .agent), limit: 10)
            #expect(records.map(\.entry.action) == ["createAgent", "createAgent"])
            #expect(records.map(\.entry.outcome) == ["invalid_settings", "done"])
            let owner = try #require(try await fixture.services.people.people().first { $0.role == .owner })
            #expect(records.map(\.entry.actor) == [owner.id, owner.id])
            let audit = try await browser.get("/audit?kind=agent")
            #expect(audit.html.contains("createAgent"))
            #expect(audit.html.contains("Olivia Owner"))
            #expect(try await !browser.get("/audit?kind=call_opened").html.contains("createAgent"))
        }
    }
}

extension InnerOrg {
    /// An org that only notes with how many made-up contacts its records are put back.
    static func noting(_ reset: @escaping @Sendable (Int) -> Void) -> InnerOrg {
        InnerOrg(
            address: { "http://127.0.0.1:7070" },
            connect: { () async throws(ConnectionError) in throw .unknownConnection },
            reset: { contacts async throws(Refusal) in reset(contacts) },
            faults: { [] },
            addFault: { _ throws(Refusal) in },
            removeFaults: {}
        )
    }
}

extension Person {
    /// As if they had just come in.
    fileprivate var present: Principal { Principal(person: self, role: role, proof: .session(id: "ses_1")) }
}
