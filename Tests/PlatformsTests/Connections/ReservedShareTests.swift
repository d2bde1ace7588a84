import Actions
import DatabaseFixture
import Foundation
import JSON
import Storage
import Synchronization
import Testing

@testable import Platforms

struct ReservedShareTests {
    private static let request = CRMRequest(.get, segments: ["services", "data", "v59.0", "query"])

    private static func reply(_ usage: String) -> ScriptedServer.Reply {
        .answer(200, [("Content-Type", "application/json"), ("Sforce-Limit-Info", "api-usage=\(usage)")], "{}")
    }

    @Test func `agents stop where the share of people begins, until the org has more`() async throws {
        let offset = Mutex(TimeInterval(0))
        let replies = [Self.reply("85/100"), Self.reply("3/100"), Self.reply("4/100")]
        try await ScriptedServer.run(replies) { server in
            try await TestDatabase.sqlite.withDatabase { database in
                let transport = HTTPTransport()
                let vault = Vault(KeyRing())
                var options = Connections.Options()
                options.clock = { Date().addingTimeInterval(offset.withLock { $0 }) }
                let connections = Connections(
                    store: ConnectionStorage(database),
                    vault: vault,
                    transport: transport,
                    options: options
                )
                let id = try await Self.signIn(connections, vault, at: server)
                _ = try await connections.send(Self.request, through: id, deadline: .now + .seconds(5))
                for _ in 0..<3 {
                    let error = try await #require(throws: CRMError.self) {
                        try await connections.send(Self.request, through: id, deadline: .now + .seconds(5))
                    }
                    #expect(error.kind == .limitExceeded)
                }
                #expect(server.received.count == 1)
                offset.withLock { $0 = 61 }
                await #expect(throws: CRMError.self) {
                    try await connections.send(Self.request, through: id, deadline: .now + .seconds(5))
                }
                let deadline = ContinuousClock.now + .seconds(5)
                while server.received.count < 2, .now < deadline { await Task.yield() }
                #expect(server.received.last?.target == "/services/data/v59.0/limits")
                var isAnswered = false
                while !isAnswered, .now < deadline {
                    isAnswered =
                        (try? await connections.send(Self.request, through: id, deadline: .now + .seconds(5))) != nil
                }
                #expect(isAnswered)
                await transport.shutdown()
            }
        }
    }

    private static func signIn(
        _ connections: Connections,
        _ vault: Vault,
        at server: ScriptedServer
    ) async throws -> SavedConnection.ID {
        let url = "http://127.0.0.1:\(server.port)"
        var settings = ConnectionSettings(
            name: "Acme",
            logInHost: try #require(LogInHost(url)),
            grant: .authorizationCode,
            clientID: "key"
        )
        settings.reservedPercent = 20
        let now = Date()
        let saved = SavedConnection(id: "con_1", settings: settings, createdAt: now, changedAt: now)
        try await connections.store.insert(saved)
        let org = ConnectedOrg(
            instance: try #require(InstanceURL(url)),
            organizationID: "00D000000000001EAA",
            userID: "005000000000001AAA",
            username: "robot",
            userName: "Robot",
            connectedAt: now
        )
        let tokens = SavedTokens(
            generation: 1,
            accessToken: try vault.seal(Secret("token"), for: ConnectionSecret.accessToken.owner(saved.id)),
            refreshToken: nil,
            obtainedAt: now
        )
        _ = try await connections.store.signIn(tokens, state: ConnectionState(.connected, org: org), of: saved.id)
        return saved.id
    }
}
