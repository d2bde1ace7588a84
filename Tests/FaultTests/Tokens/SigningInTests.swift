import CryptoExtras
import Foundation
import JSON
import Logging
import SandboxOrg
import Storage
import Synchronization
import Testing

@testable import Platforms

/// Signing in to an org and out of it.
struct SigningInTests {
    @Test func `somebody signs in with a browser, and requests are made as that user`() async throws {
        try await OAuthOrg.run { org in
            let connections = org.node()
            let connection = try await org.signIn(to: connections)
            #expect(connection.state.status == .connected)
            let details = try #require(connection.state.org)
            #expect(details.instance.description == org.sandbox.baseURL)
            #expect(details.username == OAuthOrg.administrator)
            #expect(details.userID.hasPrefix("005"))
            #expect(!details.userName.isEmpty)
            #expect(details.newestVersion != nil)
            #expect(try await connections.actingUserID(of: connection.id) == details.userID)
            let response = try await connections.send(.contacts, through: connection.id, deadline: .now + .seconds(5))
            #expect(response.status == 200)
        }
    }

    @Test func `a connection is one after a restart too, and its secrets are sealed`() async throws {
        try await OAuthOrg.run { org in
            let connection = try await org.signIn(to: org.node())
            let response = try await org.node()
                .send(.contacts, through: connection.id, deadline: .now + .seconds(5))
            #expect(response.status == 200)
            let tokens = try #require(try await org.node().store.tokens(of: connection.id))
            for sealed in [
                tokens.accessToken, try #require(tokens.refreshToken), try #require(connection.clientSecret),
            ] {
                #expect(sealed.keyID != nil)
                #expect(!sealed.text.contains("web-secret"))
            }
        }
    }

    @Test func `the lifetime of a session is what the org says`() async throws {
        try await OAuthOrg.run { org in
            let connection = try await org.signIn(to: org.node())
            #expect(try await org.node().store.tokens(of: connection.id)?.lifetime == 7200)
        }
    }

    @Test func `a sign-in can be finished once`() async throws {
        try await OAuthOrg.run { org in
            let connections = org.node()
            let beginning = try await connections.begin(
                try org.settings(),
                credentials: OAuthOrg.credentials,
                redirect: OAuthOrg.redirect
            )
            let answer = try await SandboxBrowser(org.transport).allow(beginning.authorizationURL)
            let (state, code) = (try #require(answer["state"]), try #require(answer["code"]))
            _ = try await connections.finish(state: state, code: code)
            await #expect(throws: ConnectionError.unknownState) {
                try await connections.finish(state: state, code: code)
            }
            await #expect(throws: ConnectionError.unknownState) {
                try await connections.finish(state: "made up", code: code)
            }
        }
    }

    @Test func `a sign-in that was begun in a session can be finished in no other`() async throws {
        try await OAuthOrg.run { org in
            let connections = org.node()
            let beginning = try await connections.begin(
                try org.settings(),
                credentials: OAuthOrg.credentials,
                redirect: OAuthOrg.redirect,
                in: "ses_1"
            )
            let answer = try await SandboxBrowser(org.transport).allow(beginning.authorizationURL)
            let (state, code) = (try #require(answer["state"]), try #require(answer["code"]))
            for other in ["ses_2", nil] {
                await #expect(throws: ConnectionError.unknownState) {
                    try await connections.finish(state: state, code: code, in: other)
                }
            }
            let connection = try await connections.finish(state: state, code: code, in: "ses_1")
            #expect(connection.state.status == .connected)
        }
    }

    @Test func `a sign-in that takes longer than ten minutes is over`() async throws {
        try await OAuthOrg.run { org in
            let beginning = try await org.node().begin(
                try org.settings(),
                credentials: OAuthOrg.credentials,
                redirect: OAuthOrg.redirect
            )
            let late = org.node(clock: { Date().addingTimeInterval(601) })
            await #expect(throws: ConnectionError.unknownState) { try await org.finish(beginning, on: late) }
            #expect(try await late.connection(beginning.connection.id).state.status == .disconnected)
        }
    }

    @Test func `a code from somebody else's sign-in is refused`() async throws {
        try await OAuthOrg.run { org in
            let connections = org.node()
            let mine = try await connections.begin(
                try org.settings(),
                credentials: OAuthOrg.credentials,
                redirect: OAuthOrg.redirect
            )
            let others = try await connections.reconnect(mine.connection.id, redirect: OAuthOrg.redirect)
            let stolen = try await SandboxBrowser(org.transport).allow(others.authorizationURL)
            let own = try await SandboxBrowser(org.transport).allow(mine.authorizationURL)
            let error = try await #require(throws: ConnectionError.self) {
                try await connections.finish(state: try #require(own["state"]), code: try #require(stolen["code"]))
            }
            guard case .refused(let reason) = error else { throw error }
            #expect(reason.contains("invalid code verifier"))
        }
    }

    @Test func `an org that grants no refresh token is not connected`() async throws {
        try await OAuthOrg.run(scopes: ["api"]) { org in
            var settings = try org.settings()
            settings.scopes = ["api"]
            #expect(settings.problems(with: OAuthOrg.credentials).map(\.member) == ["scopes"])
        }
    }

    @Test func `a wrong secret is explained`() async throws {
        try await OAuthOrg.run { org in
            let connections = org.node()
            let beginning = try await connections.begin(
                try org.settings(),
                credentials: ConnectionCredentials(clientSecret: Secret("another")),
                redirect: OAuthOrg.redirect
            )
            let error = try await #require(throws: ConnectionError.self) {
                try await org.finish(beginning, on: connections)
            }
            guard case .refused(let reason) = error else { throw error }
            #expect(reason.contains("Check the consumer key and the consumer secret."))
            #expect(!reason.contains("another"))
        }
    }

    @Test func `what the browser came back with instead of a code is explained`() async throws {
        try await OAuthOrg.run { org in
            let connections = org.node()
            let beginning = try await connections.begin(
                try org.settings(),
                credentials: OAuthOrg.credentials,
                redirect: OAuthOrg.redirect
            )
            let items = URLComponents(string: beginning.authorizationURL)?.queryItems
            let state = try #require(items?.first { $0.name == "state" }?.value)
            let refusal = try await connections.abandon(
                state: state,
                error: "access_denied",
                description: "end-user denied authorization"
            )
            #expect(
                refusal
                    == .refused(
                        "The org refused with 'access_denied' (end-user denied authorization). Somebody did not allow it."
                    )
            )
        }
    }

    @Test func `client credentials need nobody`() async throws {
        try await OAuthOrg.run { org in
            let connections = org.node()
            let connection = try await connections.connect(
                try org.settings(.clientCredentials),
                credentials: OAuthOrg.credentials
            )
            #expect(connection.state.org?.username == OAuthOrg.administrator)
            org.expireTokens()
            let response = try await connections.send(.contacts, through: connection.id, deadline: .now + .seconds(5))
            #expect(response.status == 200)
        }
    }

    @Test(arguments: [0, -7200, 7200])
    func `an assertion speaks for a user, also when our clock is wrong`(seconds: TimeInterval) async throws {
        try await OAuthOrg.run { org in
            let connections = org.node(clock: { Date().addingTimeInterval(seconds) })
            let key = Secret(try OAuthOrg.privateKey.get().pemRepresentation)
            let connection = try await connections.connect(
                try org.settings(.jwtBearer(username: OAuthOrg.administrator), clientID: "server"),
                credentials: ConnectionCredentials(privateKey: key)
            )
            #expect(connection.state.org?.username == OAuthOrg.administrator)
            let response = try await connections.send(.contacts, through: connection.id, deadline: .now + .seconds(5))
            #expect(response.status == 200)
        }
    }

    @Test func `a refused machine leaves nothing behind`() async throws {
        try await OAuthOrg.run { org in
            let connections = org.node()
            await #expect(throws: ConnectionError.self) {
                try await connections.connect(
                    try org.settings(.clientCredentials),
                    credentials: ConnectionCredentials(clientSecret: Secret("wrong"))
                )
            }
            let left = try await connections.list()
            #expect(left.isEmpty)
        }
    }

    @Test func `disconnecting ends the tokens at the org`() async throws {
        try await OAuthOrg.run { org in
            let connections = org.node()
            let connection = try await org.signIn(to: connections)
            let sealed = try #require(try await connections.store.tokens(of: connection.id)?.accessToken)
            let token = try org.vault.open(sealed, for: ConnectionSecret.accessToken.owner(connection.id))
            #expect(try await connections.disconnect(connection.id))
            let error = try await #require(throws: CRMError.self) {
                try await connections.send(.contacts, through: connection.id, deadline: .now + .seconds(5))
            }
            #expect(error.kind == .signInRefused)
            let stolen = Connection(
                to: try #require(InstanceURL(org.sandbox.baseURL)),
                tokens: FixedToken(token.text),
                transport: org.transport
            )
            let refusal = try await #require(throws: CRMError.self) {
                try await stolen.send(.contacts, deadline: .now + .seconds(5))
            }
            #expect(refusal.kind == .sessionInvalid)
            // And somebody can sign in again.
            let beginning = try await connections.reconnect(connection.id, redirect: OAuthOrg.redirect)
            _ = try await org.finish(beginning, on: connections)
            let response = try await connections.send(.contacts, through: connection.id, deadline: .now + .seconds(5))
            #expect(response.status == 200)
        }
    }

    @Test func `another app needs another sign-in, another name does not`() async throws {
        try await OAuthOrg.run { org in
            let connections = org.node()
            let connection = try await org.signIn(to: connections)
            let renamed = try await connections.rename(connection.id, to: "Acme Europe")
            #expect(renamed.settings.name == "Acme Europe")
            #expect(renamed.state.status == .connected)
            var settings = renamed.settings
            settings.clientID = "another"
            await #expect(throws: ConnectionError.conflict) {
                try await connections.change(connection.id, to: settings, revision: connection.revision)
            }
            let changed = try await connections.change(connection.id, to: settings, revision: renamed.revision)
            #expect(changed.state.status == .disconnected)
        }
    }

    @Test func `several orgs are connected side by side`() async throws {
        try await OAuthOrg.run { first in
            try await OAuthOrg.run { second in
                let connections = first.node()
                let one = try await first.signIn(to: connections)
                var settings = try second.settings()
                await #expect(throws: ConnectionError.nameTaken("Acme")) {
                    try await connections.begin(
                        settings,
                        credentials: OAuthOrg.credentials,
                        redirect: OAuthOrg.redirect
                    )
                }
                settings.name = "Other"
                let beginning = try await connections.begin(
                    settings,
                    credentials: OAuthOrg.credentials,
                    redirect: OAuthOrg.redirect
                )
                let two = try await second.finish(beginning, on: connections)
                for (connection, org) in [(one, first), (two, second)] {
                    try await org.sandbox.org.create("Contact", ["LastName": .string(connection.settings.name)])
                    let response = try await connections.send(
                        .contacts,
                        through: connection.id,
                        deadline: .now + .seconds(5)
                    )
                    #expect(response.json?["records"]?[0]?["LastName"]?.string == connection.settings.name)
                }
                #expect(try await connections.list().map(\.settings.name) == ["Acme", "Other"])
            }
        }
    }

    @Test func `objects are described once`() async throws {
        try await OAuthOrg.run { org in
            let connections = org.node()
            let id = try await org.signIn(to: connections).id
            let before = org.sandbox.requests.count
            for _ in 0..<3 {
                let contact = try await connections.describe("contact", through: id, deadline: .now + .seconds(5))
                #expect(contact.field("lastname")?.isRequired == true)
                #expect(contact.field(ofRelationship: "Account")?.referencedObjects == ["Account"])
                #expect(contact.field("Description")?.isFilterable == false)
            }
            let objects = try await connections.objects(through: id, deadline: .now + .seconds(5))
            #expect(objects.contains { $0.name == "Opportunity" })
            #expect(org.sandbox.requests.count == before + 2)
            let error = try await #require(throws: CRMError.self) {
                try await connections.describe("Nonsense", through: id, deadline: .now + .seconds(5))
            }
            #expect(error.kind == .notFound)
        }
    }

    @Test func `with another key, what was sealed under the old one is sealed again`() async throws {
        try await OAuthOrg.run { org in
            let id = try await org.signIn(to: org.node()).id
            let store = ConnectionStorage(org.databases[0])
            let rotated = org.ring.rotated()
            let first = Connections(store: store, vault: Vault(rotated), transport: org.transport)
            #expect(try await first.reseal() == .init(done: 3))
            let pruned = Connections(store: store, vault: Vault(rotated.withoutOlderKeys()), transport: org.transport)
            org.expireTokens()
            let response = try await pruned.send(.contacts, through: id, deadline: .now + .seconds(5))
            #expect(response.status == 200)
        }
    }

    @Test func `neither the database nor the log holds a token or a secret`() async throws {
        try await OAuthOrg.run { org in
            let log = CollectedLog()
            let storage = ConnectionStorage(org.databases[0])
            let connections = Connections(
                store: storage,
                vault: org.vault,
                transport: org.transport,
                logger: log.logger
            )
            let beginning = try await connections.begin(
                try org.settings(),
                credentials: OAuthOrg.credentials,
                redirect: OAuthOrg.redirect
            )
            let state = try #require(
                URLComponents(string: beginning.authorizationURL)?.queryItems?.first { $0.name == "state" }?.value
            )
            var kept = try await Self.everything(in: org.databases[0])
            let id = try await org.finish(beginning, on: connections).id
            var secrets = ["web-secret", state]
            for _ in 0..<2 {
                let tokens = try #require(try await storage.tokens(of: id))
                let access = ConnectionSecret.accessToken.owner(id)
                secrets.append(try org.vault.open(tokens.accessToken, for: access).text)
                let refresh = ConnectionSecret.refreshToken.owner(id)
                secrets.append(try org.vault.open(try #require(tokens.refreshToken), for: refresh).text)
                org.expireTokens()
                _ = try await connections.send(.contacts, through: id, deadline: .now + .seconds(5))
                kept += try await Self.everything(in: org.databases[0])
            }
            // What was granted last is revoked, and used in vain.
            let tokens = try #require(try await storage.tokens(of: id))
            try await connections.signIn.revoke(tokens, of: try await connections.connection(id))
            _ = try? await connections.send(.contacts, through: id, deadline: .now + .seconds(5))
            kept += try await Self.everything(in: org.databases[0])
            #expect(kept.contains("Acme"))
            #expect(log.text.contains("Acme"))
            for secret in secrets {
                #expect(!kept.contains(secret))
                #expect(!log.text.contains(secret))
            }
        }
    }

    /// All values of all tables of connections.
    private static func everything(in database: any Database) async throws -> String {
        try await database.read { session throws(StoreError) in
            var text = ""
            for table in ["connections", "connection_tokens", "pending_authorizations"] {
                text += "\(try session.rows("SELECT * FROM \(table)"))"
            }
            return text
        }
    }
}

/// Everything that was logged.
private final class CollectedLog: Sendable {
    private let lines = Mutex<[String]>([])

    var text: String { lines.withLock { $0.joined(separator: "\n") } }
    var logger: Logger { Logger(label: "test", factory: { _ in Handler(log: self) }) }

    private struct Handler: LogHandler {
        let log: CollectedLog
        var metadata: Logger.Metadata = [:]
        var logLevel: Logger.Level = .trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            log.lines.withLock { $0.append("\(event.message) \(event.metadata ?? [:])") }
        }
    }
}
