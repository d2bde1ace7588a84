import DatabaseFixture
import Foundation
import Platforms
import Storage
import Testing

struct ConnectionStorageTests {
    private static let time = Date(timeIntervalSince1970: 1_800_000_000)

    private static func connection(_ name: String = "Acme") throws -> SavedConnection {
        var settings = ConnectionSettings(
            name: name,
            logInHost: try #require(LogInHost("https://acme.my.salesforce.com")),
            grant: .jwtBearer(username: "robot@acme.example"),
            clientID: "key"
        )
        settings.reservedPercent = 20
        settings.scopes = ["api", "id"]
        return SavedConnection(
            id: RandomText.identifier("con"),
            settings: settings,
            clientSecret: SealedSecret(text: "v1.k.secret"),
            privateKey: SealedSecret(text: "v1.k.key"),
            createdAt: time,
            changedAt: time
        )
    }

    private static let tokens = SavedTokens(
        generation: 7,
        accessToken: SealedSecret(text: "v1.k.access"),
        refreshToken: SealedSecret(text: "v1.k.refresh"),
        obtainedAt: time,
        lifetime: 900
    )

    private static func state() throws -> ConnectionState {
        let org = ConnectedOrg(
            instance: try #require(InstanceURL("https://acme.my.salesforce.com")),
            organizationID: "00D000000000001EAA",
            userID: "005000000000001AAA",
            username: "robot@acme.example",
            userName: "Robot",
            connectedAt: time,
            newestVersion: "66.0"
        )
        return ConnectionState(.connected, org: org)
    }

    /// Runs a test with a connection that is signed in.
    private static func run(
        on engine: TestDatabase,
        _ body: (ConnectionStorage, SavedConnection.ID) async throws -> Void
    ) async throws {
        try await engine.withDatabase { database in
            let store = ConnectionStorage(database)
            let connection = try connection()
            try await store.insert(connection)
            _ = try await store.signIn(tokens, state: state(), of: connection.id)
            try await body(store, connection.id)
        }
    }

    private static func claim(
        _ store: ConnectionStorage,
        _ id: SavedConnection.ID,
        _ lease: String,
        generation: Int = 7,
        inPlaceOf dead: String? = nil
    ) async throws -> RenewalClaim {
        try await store.claimRenewal(of: id, generation: generation, lease: lease, inPlaceOf: dead, at: time)
    }

    @Test(arguments: TestDatabase.engines)
    func `a connection comes back as it was kept`(engine: TestDatabase) async throws {
        try await engine.withDatabase { database in
            let store = ConnectionStorage(database)
            var connection = try Self.connection()
            try await store.insert(connection)
            #expect(try await store.connection(connection.id) == connection)
            connection.state = try Self.state()
            let saved = try await store.signIn(Self.tokens, state: connection.state, of: connection.id)
            #expect(saved == Self.tokens)
            let usage = SeenUsage(APIUsage.Share(used: 5, granted: 15_000), at: Self.time)
            try await store.note(usage, of: connection.id)
            try await store.note(SeenUsage(.init(used: 4, granted: 15_000), at: Self.time - 1), of: connection.id)
            connection.state.usage = usage
            #expect(try await store.connections() == [connection])
            #expect(try await store.tokens(of: connection.id) == Self.tokens)
            #expect(try await store.remove(connection.id))
            #expect(try await store.remove(connection.id) == false)
            #expect(try await store.connection(connection.id) == nil)
            #expect(try await store.tokens(of: connection.id) == nil)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `a name is given once, whatever its case`(engine: TestDatabase) async throws {
        try await engine.withDatabase { database in
            let store = ConnectionStorage(database)
            try await store.insert(try Self.connection("Acme"))
            await #expect(throws: StoreError.taken("ACME")) { try await store.insert(try Self.connection("ACME")) }
            var other = try Self.connection("Beta")
            try await store.insert(other)
            other.settings.name = "acme"
            other.revision = 2
            let renamed = other
            await #expect(throws: StoreError.taken("acme")) { try await store.update(renamed) }
            #expect(try await store.connections().map(\.settings.name) == ["Acme", "Beta"])
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `a change is made once from each revision, and leaves the state alone`(engine: TestDatabase) async throws {
        try await Self.run(on: engine) { store, id in
            var changed = try #require(try await store.connection(id))
            changed.settings.name = "Acme Europe"
            changed.revision = 2
            changed.state = ConnectionState()
            let change = changed
            try await store.update(change)
            await #expect(throws: StoreError.conflict) { try await store.update(change) }
            let kept = try #require(try await store.connection(id))
            #expect(kept.settings.name == "Acme Europe")
            #expect(kept.state == (try Self.state()))
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `of many who want to renew the tokens, one may`(engine: TestDatabase) async throws {
        try await Self.run(on: engine) { store, id in
            let claims = try await withThrowingTaskGroup(of: RenewalClaim.self) { group in
                for number in 0..<40 { group.addTask { try await Self.claim(store, id, "lease_\(number)") } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let granted = claims.compactMap { claim -> SavedTokens? in
                if case .granted(let tokens) = claim { tokens } else { nil }
            }
            #expect(granted.count == 1)
            let lease = try #require(granted.first?.lease)
            #expect(granted.first?.spentAt == Self.time)
            #expect(claims.count { $0 == .held(lease: lease) } == 39)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `renewed tokens are there for whoever asked for the old ones`(engine: TestDatabase) async throws {
        try await Self.run(on: engine) { store, id in
            _ = try await Self.claim(store, id, "mine")
            var renewed = Self.tokens
            renewed.accessToken = SealedSecret(text: "v1.k.access2")
            renewed.refreshToken = SealedSecret(text: "v1.k.refresh2")
            let moved = try #require(InstanceURL("https://acme2.my.salesforce.com"))
            let saved = try await store.finishRenewal(
                of: id,
                generation: 7,
                tokens: renewed,
                rotation: .rotates,
                instance: moved
            )
            renewed.generation = 8
            #expect(saved == renewed)
            #expect(try await Self.claim(store, id, "late") == .renewed(renewed))
            let state = try #require(try await store.connection(id)).state
            #expect(state.rotation == .rotates)
            #expect(state.org?.instance == moved)
            let second = try await store.finishRenewal(
                of: id,
                generation: 7,
                tokens: renewed,
                rotation: .rotates,
                instance: nil
            )
            #expect(second == nil)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `a lease that is given back leaves no trace, one that failed leaves the token lost`(
        engine: TestDatabase
    ) async throws {
        try await Self.run(on: engine) { store, id in
            _ = try await Self.claim(store, id, "first")
            try await store.giveBackRenewal(of: id, generation: 7, lease: "other")
            #expect(try await Self.claim(store, id, "second") == .held(lease: "first"))
            try await store.giveBackRenewal(of: id, generation: 7, lease: "first")
            #expect(try await store.tokens(of: id) == Self.tokens)
            _ = try await Self.claim(store, id, "second")
            try await store.failRenewal(of: id, generation: 7, lease: "first", reason: "not mine")
            #expect(try await store.connection(id)?.state.status == .connected)
            try await store.failRenewal(of: id, generation: 7, lease: "second", reason: "lost")
            #expect(try await store.connection(id)?.state.status == .needsReconnect(reason: "lost"))
            #expect(try await Self.claim(store, id, "third") == .lost)
            #expect(try await Self.claim(store, id, "third", generation: 6) != .lost)
            let again = try await store.signIn(Self.tokens, state: try Self.state(), of: id)
            #expect(again.generation == 8)
            #expect(try await store.connection(id)?.state.status == .connected)
            _ = try await Self.claim(store, id, "fourth", generation: 8)
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `the place of one who is gone can be taken, once`(engine: TestDatabase) async throws {
        try await Self.run(on: engine) { store, id in
            _ = try await Self.claim(store, id, "dead")
            guard case .granted(let tokens) = try await Self.claim(store, id, "heir", inPlaceOf: "dead") else {
                Issue.record("It was not granted.")
                return
            }
            #expect(tokens.lease == "heir")
            #expect(try await Self.claim(store, id, "second heir", inPlaceOf: "dead") == .held(lease: "heir"))
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `nobody renews the tokens of a connection that is signed out`(engine: TestDatabase) async throws {
        try await Self.run(on: engine) { store, id in
            try await store.signOut(id)
            #expect(try await Self.claim(store, id, "mine") == .gone)
            let state = try #require(try await store.connection(id)).state
            #expect(state == ConnectionState())
        }
    }

    @Test(arguments: TestDatabase.engines)
    func `a sign-in that has begun is taken once and in time`(engine: TestDatabase) async throws {
        try await Self.run(on: engine) { store, id in
            func pending(_ digest: String, for seconds: TimeInterval) -> PendingAuthorization {
                PendingAuthorization(
                    stateDigest: digest,
                    connectionID: id,
                    verifier: SealedSecret(text: "v1.k.verifier"),
                    redirect: "https://switchboard.example/callback",
                    expiresAt: Self.time + seconds
                )
            }
            try await store.keep(pending("a", for: 600))
            try await store.keep(pending("b", for: 10))
            #expect(try await store.take(stateDigest: "c", at: Self.time) == nil)
            #expect(try await store.take(stateDigest: "b", at: Self.time + 10) == nil)
            #expect(try await store.take(stateDigest: "a", at: Self.time + 10) == pending("a", for: 600))
            #expect(try await store.take(stateDigest: "a", at: Self.time + 10) == nil)
        }
    }
}
