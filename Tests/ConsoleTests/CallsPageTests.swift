import Agents
import Calls
import Doors
import Foundation
import HTTPTypes
import JSON
import Testing
import Workspace

@testable import Console

@Suite struct CallsPageTests {
    /// A recorded conversation that uses two actions.
    private static let recorded = PhoneModel(
        id: "script",
        name: "A script",
        model: ScriptedModel([.init("Hello.")]),
        callerLines: ["Hi."],
        actions: ["search_contact", "create_case"]
    )

    private func agent(_ fixture: ConsoleFixture, _ name: String = "Alex") async throws -> Agent {
        let saved = try await fixture.services.roster.add(AgentSettings(name: name))
        return try #require(try await fixture.services.roster.agent(saved.id))
    }

    private func call(_ fixture: ConsoleFixture, _ agent: Agent, phone: String? = "+15552345678") async throws -> Call {
        try await fixture.services.calls.open(agent, callerPhone: phone, channel: "http", reportsTurns: true)
    }

    @Test func `calls are listed, by agent and by state, page by page`() async throws {
        try await ConsoleFixture.run { fixture, browser in
            _ = try await browser.signIn("viewer")
            let (alex, kim) = (try await agent(fixture), try await agent(fixture, "Kim"))
            let ended = try await call(fixture, alex)
            await ended.end()
            for _ in 0..<50 { _ = try await call(fixture, kim) }
            #expect(try await browser.get("/calls?agent_id=\(kim.id)").html.count(of: "<tr id=") == 50)
            #expect(try await browser.get("/calls?agent_id=\(alex.id)").html.count(of: "<tr id=") == 1)
            #expect(try await browser.get("/calls?open=false").html.contains(ended.id))
            #expect(try await browser.get("/").html.contains("Calls in 24 hours</a></dt>\n<dd>51</dd>"))
            let first = try await browser.get("/calls")
            let older = try #require(first.html.firstMatch(of: /href="([^"]*after=[^"]*)"/)?.1)
            let second = try await browser.get(String(older))
            #expect(second.html.count(of: "<tr id=") == 1)
            // Calls of the same moment come in any order.
            #expect(first.html.contains(ended.id) != second.html.contains(ended.id))
            // What is older does not change by itself.
            #expect(!second.html.contains("data-live"))
        }
    }

    @Test func `a long call is shown page by page, each of them light`() async throws {
        try await ConsoleFixture.run { fixture, browser in
            _ = try await browser.signIn("viewer")
            let call = try await call(fixture, try await agent(fixture))
            let text = String(repeating: "\"quoted\" ", count: 1000)
            for _ in 0..<60 { await call.invoke("search_contact", ["text": .string(text)]) }
            var path = "/calls/\(call.id)"
            #expect(try await browser.get(path).html.contains("data-live"))
            var numbers: [Int] = []
            for _ in 0..<60 {
                let page = try await browser.get(path).html
                #expect(page.utf8.count < 50_000)
                numbers = page.matches(of: /id="use-(\d+)"/).compactMap { Int($0.1) } + numbers
                guard let earlier = page.firstMatch(of: /href="([^"]*until=[^"]*)"/)?.1 else { break }
                path = String(earlier)
            }
            #expect(numbers == Array(1...60))
            let last = try await browser.get(path).html
            #expect(!last.contains("data-live"))
            #expect(last.contains("Show the newest"))
        }
    }

    @Test(arguments: HostileTextTests.texts)
    func `what callers, agents and models say is text`(text: String) async throws {
        try await ConsoleFixture.run { fixture, browser in
            _ = try await browser.signIn()
            let call = try await call(fixture, try await agent(fixture, "Alex"), phone: text)
            await call.invoke(text, [text: .string(text), "other": ["deep": .string(text)]])
            await call.keep(said: [(.caller, text), (.agent, text)])
            let escaped = HTMLEscaping().escapeText(text)
            let page = try await browser.get("/calls/\(call.id)").html
            #expect(page.contains("<p class=\"text\" dir=\"auto\">\(escaped)</p>"))
            #expect(page.contains("<code>\(escaped)</code>"))
            await call.end()
            let events = try await browser.get("/calls/\(call.id)/events").html
            #expect(events.contains("<p class=\"text\" dir=\"auto\">\(escaped)</p>"))
            if escaped != text {
                #expect(!page.contains(text))
                #expect(!events.contains(text))
            }
        }
    }

    @Test func `no text ends a message of the stream`() async throws {
        try await ConsoleFixture.run { fixture, browser in
            _ = try await browser.signIn()
            let call = try await call(fixture, try await agent(fixture))
            await call.keep(said: [(.caller, "one\revent: gone\rdata: x\n\nevent: gone\ndata: y\r\n\r\nid: 7")])
            await call.end()
            let events = try await browser.get("/calls/\(call.id)/events")
            #expect(events.headers[.contentType] == "text/event-stream")
            let lines = events.html.unicodeScalars.split { $0 == "\n" || $0 == "\r" }.map(String.init)
            #expect(lines.filter { !$0.hasPrefix("data:") } == ["event: message", "event: done"])
        }
    }

    @Test func `an owner ends a call, on record, and a viewer can't`() async throws {
        try await ConsoleFixture.run { fixture, browser in
            let page = try await browser.signIn()
            let call = try await call(fixture, try await agent(fixture))
            let viewer = browser.another
            let viewersPage = try await viewer.signIn("viewer")
            #expect(try await !viewer.get("/calls/\(call.id)").html.contains("End the call"))
            #expect(try await viewer.send("/calls/\(call.id)/end", from: viewersPage).status == 403)
            #expect(await call.isOpen)
            let after = try await browser.send("/calls/\(call.id)/end", from: page)
            #expect(after.path == "/calls/\(call.id)")
            #expect(await !call.isOpen)
            let entry = try await fixture.services.audit.records(
                matching: AuditFilter(kind: .callEnded),
                limit: 1
            ).first?.entry
            let owner = try await fixture.services.people.people().first { $0.role == .owner }
            #expect(entry?.actor == owner?.id)
        }
    }

    @Test func `a phone whose page is left ends its call`() async throws {
        try await ConsoleFixture.run { fixture, _ in
            let exchange = PhoneExchange(fixture.services, patience: .milliseconds(1))
            let model = PhoneModel(id: "script", name: "A script", model: ScriptedModel([.init("Hello.")]))
            let phone = try await exchange.open(
                try await agent(fixture),
                callerPhone: nil,
                model: model,
                for: "usr_1"
            )
            for await _ in fixture.services.calls.changes(of: phone.call.id) where await !phone.call.isOpen { break }
            #expect(await exchange.call(phone.call.id, for: "usr_1") == nil)
            #expect(try await fixture.services.calls.savedCall(phone.call.id)?.endedAt != nil)
        }
    }

    @Test func `when the recorded conversation is over, the phone takes no more lines`() async throws {
        try await ConsoleFixture.run { fixture, _ in
            let exchange = PhoneExchange(fixture.services)
            let model = PhoneModel(
                id: "script",
                name: "A script",
                model: ScriptedModel([.init("Hello."), .init("Goodbye.")]),
                callerLines: ["Hi."]
            )
            let phone = try await exchange.open(
                try await agent(fixture),
                callerPhone: nil,
                model: model,
                for: "usr_1"
            )
            #expect(await phone.sight.nextLine == nil)
            await phone.speak(after: nil)
            #expect(await phone.sight.nextLine == "Hi.")
            #expect(await !phone.sight.isPlayed)
            await phone.speak(after: "Hi.")
            await phone.speak(after: "One more thing.")
            #expect(await phone.sight.isPlayed)
            #expect(await phone.sight.entries.map(\.text) == ["Hello.", "Hi.", "Goodbye."])
        }
    }

    @Test func `a yes says what it was given to`() {
        let asked = Outcome(.confirmationRequired, say: "Shall I?", confirmationID: "yes_1")
        let deeds = [
            ("create_case", JSONObject(), asked),
            ("confirm", ["confirmation_id": "yes_1"], asked),
            ("confirm", ["confirmation_id": "yes_1"], .init(.completed, say: "Done.")),
        ]
        .enumerated().map { index, deed in
            Invocation(
                number: index + 1,
                action: deed.0,
                arguments: deed.1,
                outcome: deed.2,
                startedAt: Date(timeIntervalSince1970: Double(index)),
                duration: .zero
            )
        }
        let call = SavedCall(
            id: "call_1",
            agentID: "agt_1",
            externalID: nil,
            channel: "http",
            callerPhone: nil,
            contactID: nil,
            openedAt: .distantPast,
            changedAt: .distantPast,
            endedAt: nil,
            version: 1,
            state: [:]
        )
        #expect(TimelineEntry.timeline(of: call, deeds).map(\.use?.confirms) == [nil, "create_case", "create_case"])
    }

    @Test func `an agent gets what the recorded conversation uses with one click`() async throws {
        try await ConsoleFixture.run(models: [Self.recorded]) { fixture, browser in
            _ = try await browser.signIn()
            let connection = try await fixture.connection()
            let there = try await fixture.services.library.add(template: "create_case", on: connection)
            let agent = try await agent(fixture)
            let overview = try await browser.get("/").html
            #expect(overview.contains("<code>search_contact</code>"))
            #expect(try await browser.get("/agents/\(agent.id)").html.contains("/calls/phone?agent_id=\(agent.id)"))
            let page = try await browser.get("/calls/phone?agent_id=\(agent.id)")
            #expect(page.html.contains("Let Alex use them"))
            let ready = try await browser.send("/agents/\(agent.id)/rehearsal", from: page)
            #expect(!ready.html.contains("Let Alex use them"))
            var settings = try await fixture.services.roster.savedAgent(agent.id).settings
            let added = try await fixture.services.library.action(named: "search_contact")
            #expect(settings.actions.map(\.actionID) == [added.id, there.id])
            settings.isReadOnly = true
            _ = try await fixture.services.roster.replace(agent.id, with: settings)
            let fields = [("agent_id", agent.id), ("model", "script"), ("caller_phone", "")]
            let refused = try await browser.send("/calls/phone", from: ready, fields)
            #expect(refused.html.contains("Alex may only read"))
        }
    }

    @Test func `of several orgs the recorded conversation uses one`() async throws {
        try await ConsoleFixture.run(models: [Self.recorded]) { fixture, browser in
            _ = try await browser.signIn()
            let (acme, beta) = (try await fixture.connection(), try await fixture.connection("Beta"))
            let library = fixture.services.library
            _ = try await library.add(template: "create_case", on: acme)
            let agent = try await agent(fixture)
            let path = "/agents/\(agent.id)/rehearsal"
            let page = try await browser.get("/calls/phone")
            #expect(page.html.contains("<option value=\"\(beta)\">Beta</option>"))
            #expect(try await browser.send(path, from: page).html.contains("Choose in which org."))
            let elsewhere = try await browser.send(path, from: page, [("connection_id", beta)])
            #expect(elsewhere.html.contains("create_case is one of Acme, not of Beta"))
            #expect(try await library.actions().count == 1)
            let ready = try await browser.send(path, from: page, [("connection_id", acme)])
            #expect(ready.html.contains("does, in Acme."))
            #expect(try await library.actions(on: acme).map(\.name) == ["create_case", "search_contact"])
            // With one of them in another org it would write in two.
            let search = try await library.action(named: "search_contact")
            _ = try await library.replace(search.id, with: search.saved.definition, on: beta)
            #expect(try await browser.get("/calls/phone").html.contains("or not all in one org"))
        }
    }

    @Test func `nobody has another's phone`() async throws {
        try await ConsoleFixture.run { fixture, _ in
            let exchange = PhoneExchange(fixture.services)
            let model = PhoneModel(id: "script", name: "A script", model: ScriptedModel([.init("Hello.")]))
            let phone = try await exchange.open(
                try await agent(fixture),
                callerPhone: nil,
                model: model,
                for: "usr_1"
            )
            await phone.speak(after: nil)
            #expect(await phone.sight.entries.map(\.text) == ["Hello."])
            #expect(await exchange.call(phone.call.id, for: "usr_2") == nil)
            try await exchange.hangUp(phone)
            #expect(await phone.sight.isOver)
        }
    }
}

extension String {
    fileprivate func count(of part: String) -> Int { ranges(of: part).count }
}
