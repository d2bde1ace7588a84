import Actions
import Calls
import DatabaseFixture
import Foundation
import JSON
import Logging
import Platforms
import Storage
import Testing
import Workspace

/// Looking on while calls change.
struct WatchingTests {
    private let agent: Agent

    init() throws { agent = try .catalogued() }

    private func directory(_ database: any Database) -> CallDirectory {
        let org = ScriptedOrg.withContacts(sarahJohnson)
        return CallDirectory(
            store: CallStorage(database),
            services: CallServices(
                send: { request, _, deadline throws(CRMError) in try await org.send(request, deadline) },
                journal: Journal(store: JournalStorage(database), logger: Logger(label: "test")),
                audit: AuditTrail(store: AuditStorage(database), logger: Logger(label: "test")),
                clock: { Date() }
            ),
            logger: Logger(label: "test")
        ) { [agent] _ throws(StoreError) in agent }
    }

    private func open(_ directory: CallDirectory) async throws -> Call {
        try await directory.open(agent, callerPhone: nil, channel: "http", reportsTurns: true)
    }

    @Test(arguments: TestDatabase.engines)
    func `whoever looks on is told at once, and never of another's call`(engine: TestDatabase) async throws {
        try await engine.withDatabase { database in
            let directory = directory(database)
            let (watched, other) = (try await open(directory), try await open(directory))
            var all = directory.changes(lookingEvery: .seconds(3600)).makeAsyncIterator()
            var one = directory.changes(of: watched.id, lookingEvery: .seconds(3600)).makeAsyncIterator()
            await other.invoke("search_contact", ["search_term": "Johnson"])
            #expect(await all.next() != nil)
            await watched.invoke("search_contact", ["search_term": "Johnson"])
            #expect(await one.next() != nil)
            #expect(try await directory.invocations(of: watched.id).count == 1)
            // Changes that nobody has looked at yet are one.
            for _ in 0..<3 { await other.callerSpoke() }
            #expect(await all.next() != nil)
            let call = try await open(directory)
            #expect(await all.next() != nil)
            #expect(try await directory.calls(limit: 10).contains { $0.id == call.id })
        }
    }

    @Test func `it is time to look now and then, also when nobody here has changed anything`() async throws {
        try await TestDatabase.sqlite.withDatabase { database in
            var changes = directory(database).changes(of: "call_1", lookingEvery: .milliseconds(1)).makeAsyncIterator()
            #expect(await changes.next() != nil)
            #expect(await changes.next() != nil)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `what was said is kept with the call, with its time, until it is forgotten`(engine: TestDatabase) async throws
    {
        try await engine.withDatabase { database in
            let directory = directory(database)
            let call = try await open(directory)
            await call.keep(said: [(.agent, "Hello!"), (.caller, "My code is 4711.")])
            let first = try #require(try await directory.savedCall(call.id)).utterances
            #expect(first.map(\.text) == ["Hello!", "My code is 4711."])
            #expect(first.map(\.speaker) == [.agent, .caller])
            await call.keep(said: [(.agent, "Hello!"), (.caller, "My code is [removed]."), (.agent, "Thank you.")])
            let later = try #require(try await directory.savedCall(call.id)).utterances
            #expect(later.map(\.text) == ["Hello!", "My code is [removed].", "Thank you."])
            #expect(later.prefix(2).map(\.at) == first.map(\.at))
            try await directory.forget([call.id])
            // The conversation does not know yet that it was forgotten.
            await call.keep(said: [(.agent, "Hello!")])
            #expect(try #require(try await directory.savedCall(call.id)).utterances.isEmpty)
        }
    }
}
