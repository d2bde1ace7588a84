import Calls
import DatabaseFixture
import Foundation
import JSON
import Logging
import SandboxOrg
import Storage
import Testing

@testable import Platforms

/// Renewing tokens, with the org and the other nodes at their worst.
struct RenewalTests {
    /// Sends so many requests at the same time through each node, and expects all of them to be answered.
    private func storm(
        of count: Int,
        through nodes: [Connections],
        _ id: SavedConnection.ID,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async {
        await withTaskGroup(of: CRMError?.self) { group in
            for number in 0..<count {
                let node = nodes[number % nodes.count]
                group.addTask {
                    do throws(CRMError) {
                        _ = try await node.send(.contacts, through: id, deadline: .now + .seconds(30))
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            for await error in group where error != nil {
                Issue.record("\(String(describing: error))", sourceLocation: sourceLocation)
            }
        }
    }

    @Test func `a thousand requests on an expired token ask for one new one`() async throws {
        try await OAuthOrg.run { org in
            let connections = org.node()
            let id = try await org.signIn(to: connections).id
            for (round, count) in [1000, 10].enumerated() {
                org.expireTokens()
                await storm(of: count, through: [connections], id)
                #expect(org.tokenAnswers(after: 1) == Array(repeating: 200, count: round + 1))
            }
            #expect(try await connections.connection(id).state.rotation == .rotates)
        }
    }

    @Test(arguments: TestDatabase.postgres)
    func `a thousand requests on two nodes ask for one new one`(engine: TestDatabase) async throws {
        try await OAuthOrg.run(on: engine, nodes: 2) { org in
            let nodes = [org.node(0, lease: .seconds(10)), org.node(1, lease: .seconds(10))]
            let id = try await org.signIn(to: nodes[0]).id
            for (round, count) in [1000, 10].enumerated() {
                org.expireTokens()
                await storm(of: count, through: nodes, id)
                #expect(org.tokenAnswers(after: 1) == Array(repeating: 200, count: round + 1))
            }
        }
    }

    @Test(arguments: [true, false])
    func `a node that stays unused renews ahead of need, before anybody waits`(rotates: Bool) async throws {
        try await OAuthOrg.run(rotates: rotates) { org in
            let id = try await org.signIn(to: org.node()).id
            // Three quarters of two hours.
            let early = org.node(clock: { Date().addingTimeInterval(5390) })
            _ = try await early.send(.contacts, through: id, deadline: .now + .seconds(5))
            await early.lookAfterAll()
            await early.settleAll()
            #expect(org.tokenAnswers(after: 1) == [])
            let late = org.node(clock: { Date().addingTimeInterval(5410) })
            _ = try await late.send(.contacts, through: id, deadline: .now + .seconds(5))
            await late.lookAfterAll()
            await late.settleAll()
            #expect(org.tokenAnswers(after: 1) == [200])
            await late.lookAfterAll()
            await late.settleAll()
            #expect(org.tokenAnswers(after: 1) == [200])
        }
    }

    @Test func `a revoked grant needs a person, is asked for once, and is good again after a sign-in`() async throws {
        try await OAuthOrg.run { org in
            let connections = org.node()
            let id = try await org.signIn(to: connections).id
            let tokens = try #require(try await connections.store.tokens(of: id))
            // An administrator revokes it in the org.
            try await connections.signIn.revoke(tokens, of: try await connections.connection(id))
            for _ in 0..<20 {
                let error = try await #require(throws: CRMError.self) {
                    try await connections.send(.contacts, through: id, deadline: .now + .seconds(5))
                }
                #expect(error.kind == .signInRefused)
            }
            #expect(org.tokenAnswers(after: 1) == [400])
            guard case .needsReconnect(let reason) = try await connections.connection(id).state.status else {
                Issue.record("It does not say that somebody has to sign in again.")
                return
            }
            #expect(reason.contains("expired access/refresh token"))
            let beginning = try await connections.reconnect(id, redirect: OAuthOrg.redirect)
            #expect(try await org.finish(beginning, on: connections).state.status == .connected)
            await storm(of: 20, through: [connections], id)
        }
    }

    @Test func `what became of a connection is on record, each thing once`() async throws {
        try await OAuthOrg.run { org in
            let audit = AuditTrail(
                store: AuditStorage(org.databases[0]),
                logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
            )
            let connections = org.node(observer: { await audit.note(AuditEntry($0)) })
            let id = try await org.signIn(to: connections).id
            org.expireTokens()
            org.sandbox.faults.add(
                Fault(.unavailable, to: RequestPattern(pathPrefix: "/services/oauth2/token"), count: 2)
            )
            let deadline = ContinuousClock.now + .seconds(10)
            while (try? await connections.send(.contacts, through: id, deadline: .now + .seconds(1))) == nil {
                guard .now < deadline else { break }
                try await Task.sleep(for: .milliseconds(20))
            }
            let tokens = try #require(try await connections.store.tokens(of: id))
            try await connections.signIn.revoke(tokens, of: try await connections.connection(id))
            for _ in 0..<3 { _ = try? await connections.send(.contacts, through: id, deadline: .now + .seconds(5)) }
            let entries = try await audit.records(after: 0, limit: 10)
            #expect(entries.map(\.entry.action) == ["connected", "renewal_failed", "renewed", "needs_reconnect"])
            #expect(entries.allSatisfy { $0.entry.personal.details["connection_id"] == .string(id) })
        }
    }

    @Test(arguments: TestDatabase.postgres)
    func `a node learns that somebody has signed in again on another`(engine: TestDatabase) async throws {
        try await OAuthOrg.run(on: engine, nodes: 2) { org in
            let nodes = [org.node(0), org.node(1)]
            let id = try await org.signIn(to: nodes[0]).id
            await storm(of: 2, through: nodes, id)
            #expect(try await nodes[0].disconnect(id))
            for node in nodes {
                await #expect(throws: CRMError.self) {
                    try await node.send(.contacts, through: id, deadline: .now + .seconds(5))
                }
            }
            let beginning = try await nodes[0].reconnect(id, redirect: OAuthOrg.redirect)
            _ = try await org.finish(beginning, on: nodes[0])
            // The other has asked the database less than a second ago.
            let other = nodes[1]
            let deadline = ContinuousClock.now + .seconds(5)
            var isAnswered = false
            while !isAnswered, .now < deadline {
                isAnswered = (try? await other.send(.contacts, through: id, deadline: .now + .seconds(5))) != nil
                if !isAnswered { try await Task.sleep(for: .milliseconds(50)) }
            }
            #expect(isAnswered)
        }
    }

    // MARK: The org

    @Test(arguments: [Fault.Kind.dropBeforeCommit, .dropAfterCommit])
    func `a refresh token whose answer was lost is never sent again where they rotate`(
        kind: Fault.Kind
    ) async throws {
        try await OAuthOrg.run { org in
            let connections = org.node()
            let id = try await org.signIn(to: connections).id
            org.expireTokens()
            org.sandbox.faults.add(Fault(kind, to: RequestPattern(pathPrefix: "/services/oauth2/token"), count: 1))
            for _ in 0..<5 {
                let error = try await #require(throws: CRMError.self) {
                    try await connections.send(.contacts, through: id, deadline: .now + .seconds(5))
                }
                #expect(error.kind == .signInRefused)
            }
            // Nor after a restart.
            await #expect(throws: CRMError.self) {
                try await org.node().send(.contacts, through: id, deadline: .now + .seconds(5))
            }
            #expect(org.tokenAnswers(after: 1) == [nil])
        }
    }

    @Test(arguments: [Fault.Kind.dropBeforeCommit, .dropAfterCommit])
    func `where refresh tokens stay, an answer that was lost costs one request`(kind: Fault.Kind) async throws {
        try await OAuthOrg.run(rotates: false) { org in
            let connections = org.node()
            let id = try await org.signIn(to: connections).id
            org.expireTokens()
            await storm(of: 10, through: [connections], id)
            #expect(try await connections.connection(id).state.rotation == .stays)
            org.expireTokens()
            org.sandbox.faults.add(Fault(kind, to: RequestPattern(pathPrefix: "/services/oauth2/token"), count: 1))
            let error = try await #require(throws: CRMError.self) {
                try await connections.send(.contacts, through: id, deadline: .now + .seconds(5))
            }
            #expect(error.kind == .unreachable)
            let deadline = ContinuousClock.now + .seconds(5)
            var isAnswered = false
            while !isAnswered, .now < deadline {
                isAnswered = (try? await connections.send(.contacts, through: id, deadline: .now + .seconds(5))) != nil
                if !isAnswered { try await Task.sleep(for: .milliseconds(50)) }
            }
            #expect(isAnswered)
            #expect(org.tokenAnswers(after: 2) == [nil, 200])
        }
    }

    @Test(arguments: [true, false])
    func `an org that is closed for a while does not cost the connection`(rotates: Bool) async throws {
        try await OAuthOrg.run(rotates: rotates) { org in
            let connections = org.node()
            let id = try await org.signIn(to: connections).id
            org.expireTokens()
            org.sandbox.faults.add(
                Fault(.unavailable, to: RequestPattern(pathPrefix: "/services/oauth2/token"), count: 1)
            )
            await withTaskGroup { group in
                for _ in 0..<50 {
                    group.addTask {
                        _ = try? await connections.send(.contacts, through: id, deadline: .now + .seconds(5))
                    }
                }
            }
            // However many asked.
            #expect(org.tokenAnswers(after: 1) == [503])
            #expect(try await connections.connection(id).state.status == .connected)
            try await Task.sleep(for: .milliseconds(600))
            await storm(of: 50, through: [connections], id)
            #expect(org.tokenAnswers(after: 1) == [503, 200])
        }
    }

    @Test func `an org that rejects whatever it grants is asked less and less`() async throws {
        try await OAuthOrg.run(rotates: false) { org in
            let connections = org.node()
            let id = try await org.signIn(to: connections).id
            org.sandbox.faults.add(Fault(.invalidSession))
            for _ in 0..<50 {
                await #expect(throws: CRMError.self) {
                    try await connections.send(.contacts, through: id, deadline: .now + .seconds(5))
                }
            }
            #expect(org.tokenAnswers(after: 1).count <= 2)
        }
    }

    @Test func `whoever waits for a token waits no longer than the deadline, and the renewal goes on`() async throws {
        try await OAuthOrg.run { org in
            let connections = org.node()
            let id = try await org.signIn(to: connections).id
            org.expireTokens()
            org.sandbox.faults.add(
                Fault(.latency(.milliseconds(600)), to: RequestPattern(pathPrefix: "/services/oauth2/token"), count: 1)
            )
            let start = ContinuousClock.now
            let error = try await #require(throws: CRMError.self) {
                try await connections.send(.contacts, through: id, deadline: .now + .milliseconds(200))
            }
            #expect(error.kind == .timedOut)
            #expect(!error.mayHaveBeenWritten)
            #expect(start.duration(to: .now) < .milliseconds(500))
            await storm(of: 10, through: [connections], id)
            #expect(org.tokenAnswers(after: 1) == [200])
        }
    }

    @Test func `what the org says of its limits is on record`() async throws {
        try await OAuthOrg.run { org in
            let connections = org.node()
            let id = try await org.signIn(to: connections).id
            let response = try await connections.send(.contacts, through: id, deadline: .now + .seconds(5))
            let share = try #require(response.usage?.organization)
            let seen = try await connections.connection(id).state.usage
            #expect(seen?.share == share)
            await connections.lookAfterAll()
            let kept = try await org.node().connection(id).state.usage
            #expect(kept?.share == share)
        }
    }
}
