import Actions
import Calls
import Doors
import Foundation
import JSON
import Testing

@testable import Console

@Suite struct WritesTests {
    /// Keeps a write that was given up, with a text wherever one can come from outside.
    private func givenUp(_ fixture: ConsoleFixture, saying text: String = "Nobody knows.") async throws -> String {
        var details = JournalEntry.Details(invocation: ["action": .string(text)])
        details.request = CRMRequest(
            .post,
            segments: ["services", text],
            query: [.init(name: text, value: text)],
            body: ["Subject": .string(text)]
        )
        details.outcome = ["outcome": "uncertain", "say": .string(text)]
        let entry = JournalEntry(
            id: "jrn_1",
            callID: "call_1",
            agentID: text,
            connectionID: text,
            action: text,
            createdAt: Date(),
            requestKey: "key",
            state: .abandoned,
            onceKey: nil,
            changedAt: Date(),
            dueAt: Date(),
            reason: text,
            details: details
        )
        #expect(try await fixture.services.journal.store.insert(entry) == nil)
        return entry.id
    }

    @Test func `a write that was given up is tried again`() async throws {
        try await ConsoleFixture.run { fixture, browser in
            _ = try await browser.signIn()
            let id = try await givenUp(fixture)
            let page = try await browser.get("/audit/writes")
            #expect(page.html.contains("given up") && page.html.contains("Nobody knows."))
            let after = try await browser.send("/audit/writes/\(id)/retry", from: page)
            #expect(after.html.contains("It is tried again"))
            #expect(try await fixture.services.journal.entry(id)?.state == .uncertain)
            // It is not given up any more.
            let again = try await browser.send("/audit/writes/\(id)/retry", from: page)
            #expect(again.html.contains("Only a write that was given up"))
            let outcomes = try await fixture.services.audit.records(
                matching: AuditFilter(kind: .write, action: "retryWrite"),
                limit: 5
            ).map(\.entry.outcome)
            #expect(outcomes == ["not_given_up", "done"])
        }
    }

    @Test func `a write that somebody has seen to is shown on request only`() async throws {
        try await ConsoleFixture.run { fixture, browser in
            _ = try await browser.signIn()
            let id = try await givenUp(fixture)
            let page = try await browser.send(
                "/audit/writes/\(id)/dismiss",
                from: try await browser.get("/audit/writes")
            )
            #expect(!page.html.contains("Nobody knows."))
            let all = try await browser.get("/audit/writes?show=all")
            #expect(all.html.contains("Nobody knows.") && !all.html.contains("/dismiss\""))
        }
    }

    @Test func `a viewer sees it and decides nothing`() async throws {
        try await ConsoleFixture.run { fixture, browser in
            let home = try await browser.signIn("viewer")
            let id = try await givenUp(fixture)
            let page = try await browser.get("/audit/writes")
            #expect(page.html.contains("Nobody knows.") && !page.html.contains("/retry"))
            #expect(try await browser.send("/audit/writes/\(id)/retry", from: home).status == 403)
            #expect(try await fixture.services.journal.entry(id)?.state == .abandoned)
        }
    }

    @Test(arguments: HostileTextTests.texts)
    func `what came from outside is text`(text: String) async throws {
        try await ConsoleFixture.run { fixture, browser in
            _ = try await browser.signIn()
            _ = try await givenUp(fixture, saying: text)
            let html = try await browser.get("/audit/writes").html
            let escaped = HTMLEscaping().escapeText(text)
            #expect(html.contains("<p>\(escaped)</p>"))
            if escaped != text { #expect(!html.contains(text)) }
        }
    }
}
