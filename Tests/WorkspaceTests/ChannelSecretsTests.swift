import DatabaseFixture
import Foundation
import Platforms
import Storage
import Testing
import Workspace

struct ChannelSecretsTests {
    private struct Fixture {
        let store: ChannelStorage
        let roster: AgentRoster
        let channels: ChannelSecrets
        let agentID: Agent.ID

        init(_ database: any Database, _ ring: KeyRing) async throws {
            let workspace = try WorkspaceFixture(database)
            store = ChannelStorage(database)
            roster = workspace.roster
            channels = ChannelSecrets(store: store, vault: Vault(ring), roster: roster)
            agentID = try await roster.add(AgentSettings(name: "Agent")).id
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `a secret is kept sealed, for one channel of one agent`(engine: TestDatabase) async throws {
        try await engine.withDatabase { database in
            let fixture = try await Fixture(database, KeyRing())
            let other = try await fixture.roster.add(AgentSettings(name: "Other"))
            let secret = Secret("a secret that is long enough")
            let setAt = try await fixture.channels.set(secret, for: fixture.agentID, .vapi)
            #expect(try await fixture.channels.secret(of: fixture.agentID, .vapi) == secret)
            #expect(try await fixture.channels.secret(of: fixture.agentID, .retell) == nil)
            #expect(try await fixture.channels.secret(of: other.id, .vapi) == nil)
            let times = try await fixture.channels.setTimes(of: fixture.agentID)
            #expect(times.keys.map(\.self) == [.vapi])
            #expect(abs((times[.vapi] ?? .distantPast).timeIntervalSince(setAt)) < 0.01)
            var kept = try #require(try await fixture.store.channelSecrets().first)
            #expect(!kept.secret.text.contains("long"))
            // What was taken from elsewhere in the database is worth nothing here.
            kept.channel = .retell
            try await fixture.store.save(kept)
            await #expect(throws: WorkspaceError.self) {
                try await fixture.channels.secret(of: fixture.agentID, .retell)
            }
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `a secret is replaced, removed, and ends with its agent`(engine: TestDatabase) async throws {
        try await engine.withDatabase { database in
            let fixture = try await Fixture(database, KeyRing())
            for secret in ["the first of the secrets", "the second of the secrets"] {
                _ = try await fixture.channels.set(Secret(secret), for: fixture.agentID, .twilio)
                #expect(try await fixture.channels.secret(of: fixture.agentID, .twilio)?.text == secret)
            }
            _ = try await fixture.channels.set(Secret("another one of the secrets"), for: fixture.agentID, .generic)
            try await fixture.channels.remove(of: fixture.agentID, .twilio)
            #expect(try await fixture.channels.secret(of: fixture.agentID, .twilio) == nil)
            try await fixture.roster.remove(fixture.agentID)
            #expect(try await fixture.store.channelSecrets().isEmpty)
            await #expect(throws: WorkspaceError.unknownAgent) {
                try await fixture.channels.set(Secret("too late for any secret"), for: fixture.agentID, .vapi)
            }
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `secrets are sealed again under a new key`(engine: TestDatabase) async throws {
        try await engine.withDatabase { database in
            let ring = KeyRing()
            let fixture = try await Fixture(database, ring)
            _ = try await fixture.channels.set(Secret("sealed under the old key"), for: fixture.agentID, .retell)
            let rotated = ring.rotated()
            let channels = ChannelSecrets(store: fixture.store, vault: Vault(rotated), roster: fixture.roster)
            #expect(try await channels.reseal() == 1)
            #expect(try await channels.reseal() == 0)
            let alone = ChannelSecrets(
                store: fixture.store,
                vault: Vault(rotated.withoutOlderKeys()),
                roster: fixture.roster
            )
            #expect(try await alone.secret(of: fixture.agentID, .retell)?.text == "sealed under the old key")
            #expect(try await alone.namesOfLocked().isEmpty)
            #expect(try await fixture.channels.namesOfLocked() == ["the retell channel of \(fixture.agentID)"])
        }
    }
}
