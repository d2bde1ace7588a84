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
