import DatabaseFixture
import SandboxOrg
import Storage
import Testing

@testable import Platforms

/// A node is killed while it renews the tokens, and another, or the next one on the same database, has to go on.
struct DeadNodeTests {
    struct Death: Sendable, CustomTestStringConvertible {
        var engine: TestDatabase
        var rotates: Bool
        var point: MortalStore.Point

        var testDescription: String { "\(engine), \(rotates ? "rotating" : "staying"), \(point)" }

        /// What is left to the survivors. Where refresh tokens rotate, one that may be used up is never sent again.
        var isSurvived: Bool { !rotates || point == .beforeClaim || point == .afterFinish }

        static let all = TestDatabase.engines.flatMap { engine in
            [true, false].flatMap { rotates in
                MortalStore.Point.allCases.map { Death(engine: engine, rotates: rotates, point: $0) }
            }
        }
    }

    @Test(arguments: Death.all)
    func `whoever is left has a usable connection or says that a person is needed`(death: Death) async throws {
        try await OAuthOrg.run(rotates: death.rotates, on: death.engine, nodes: 2) { org in
            let store = MortalStore(ConnectionStorage(org.databases[0]))
            let mortal = org.node(store: { _ in store })
            let id = try await org.signIn(to: mortal).id
            // Once without harm, so that it is known whether the org rotates.
            org.expireTokens()
            _ = try await mortal.send(.contacts, through: id, deadline: .now + .seconds(10))

            org.expireTokens()
            store.die(at: death.point)
            let victim = Task { try? await mortal.send(.contacts, through: id, deadline: .now + .milliseconds(300)) }
            await store.waitForDeath()

            let survivor = org.node(1)
            let outcome = await Self.outcome(of: survivor, id)
            let status = try await survivor.connection(id).state.status
            if death.isSurvived {
                #expect(outcome == nil)
                #expect(status == .connected)
            } else {
                #expect(outcome == .signInRefused)
                #expect(status.name == "needs_reconnect")
                let beginning = try await survivor.reconnect(id, redirect: OAuthOrg.redirect)
                _ = try await org.finish(beginning, on: survivor)
                _ = try await survivor.send(.contacts, through: id, deadline: .now + .seconds(10))
            }
            // A token that comes a second time is answered with 400.
            #expect(org.tokenAnswers().allSatisfy { $0 == 200 })
            #expect(await victim.value == nil)
        }
    }

    @Test(arguments: TestDatabase.postgres)
    func `a node that was only slow puts things right again`(engine: TestDatabase) async throws {
        try await OAuthOrg.run(on: engine, nodes: 2) { org in
            let store = MortalStore(ConnectionStorage(org.databases[0]))
            let slow = org.node(store: { _ in store })
            let id = try await org.signIn(to: slow).id
            org.expireTokens()
            store.die(at: .afterClaim)
            let victim = Task { try? await slow.send(.contacts, through: id, deadline: .now + .seconds(10)) }
            await store.waitForDeath()
            let other = org.node(1)
            #expect(await Self.outcome(of: other, id) == .signInRefused)
            store.revive()
            #expect(await victim.value?.status == 200)
            #expect(try await slow.connection(id).state.status == .connected)
            #expect(org.tokenAnswers() == [200, 200])
            // The other finds out within a second.
            let deadline = ContinuousClock.now + .seconds(5)
            while await Self.outcome(of: other, id) != nil, .now < deadline {
                try await Task.sleep(for: .milliseconds(50))
            }
            #expect(await Self.outcome(of: other, id) == nil)
        }
    }

    @Test func `a database that is away while new tokens arrive loses nothing`() async throws {
        try await OAuthOrg.run { org in
            let store = MortalStore(ConnectionStorage(org.databases[0]))
            let node = org.node(store: { _ in store })
            let id = try await org.signIn(to: node).id
            org.expireTokens()
            store.beAway(times: 5)
            #expect(await Self.outcome(of: node, id) == nil)
            #expect(await Self.outcome(of: org.node(), id) == nil)
            #expect(org.tokenAnswers() == [200, 200])
        }
    }

    @Test func `somebody who signs out during a renewal is signed out`() async throws {
        try await OAuthOrg.run { org in
            let store = MortalStore(ConnectionStorage(org.databases[0]))
            let node = org.node(store: { _ in store })
            let id = try await org.signIn(to: node).id
            org.expireTokens()
            store.die(at: .beforeFinish)
            let request = Task { await Self.outcome(of: node, id) }
            await store.waitForDeath()
            // The refresh token that is there has been taken by now; the one in its place only the slow node has.
            try await org.node().disconnect(id)
            store.revive()
            #expect(await request.value == .signInRefused)
            #expect(try await store.tokens(of: id) == nil)
            #expect(org.sandbox.requests.last?.path == "/services/oauth2/revoke")
        }
    }

    /// Why a request fails; nil when it does not.
    private static func outcome(of node: Connections, _ id: SavedConnection.ID) async -> CRMError.Kind? {
        do throws(CRMError) {
            _ = try await node.send(.contacts, through: id, deadline: .now + .seconds(10))
            return nil
        } catch {
            return error.kind
        }
    }
}
