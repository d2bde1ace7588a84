import CryptoExtras
import DatabaseFixture
import Foundation
import NIOHTTP1
import SandboxOrg
import Storage
import Testing

@testable import Platforms

/// A sandbox org that knows its apps, and a database for the nodes that sign in to it.
struct OAuthOrg: Sendable {
    static let redirect = "https://switchboard.example/v1/connections/callback"
    static let administrator = "admin@sandbox.test"

    /// Made once: a key takes a while.
    static let privateKey = Result { try _RSA.Signing.PrivateKey(keySize: .bits2048) }

    let sandbox: RunningSandbox
    let databases: [any Database]
    let transport: HTTPTransport
    let ring = KeyRing()
    var vault: Vault { Vault(ring) }

    static func run<Result: Sendable>(
        rotates: Bool = true,
        scopes: [String] = ["refresh_token", "api", "id"],
        on engine: TestDatabase = .sqlite,
        nodes: Int = 1,
        _ body: (OAuthOrg) async throws -> Result
    ) async throws -> Result {
        var web = ConnectedApp(clientId: "web", secret: "web-secret")
        web.redirectURIs = [redirect]
        web.scopes = scopes
        web.runAsUsername = administrator
        var server = ConnectedApp(clientId: "server", secret: nil)
        server.verificationKeys = [try privateKey.get().publicKey.pemRepresentation]
        var configuration = SandboxServer.Configuration.empty
        configuration.requestLogLength = 10_000
        configuration.oauth.apps = [web, server]
        configuration.oauth.rotatesRefreshTokens = rotates
        return try await withSandboxServer(configuration) { sandbox in
            try await engine.withNodes(nodes) { databases in
                // A thousand requests at once wait for their connections.
                let transport = HTTPTransport(connectTimeout: .seconds(20))
                let outcome: Swift.Result<Result, any Error>
                do {
                    outcome = .success(
                        try await body(OAuthOrg(sandbox: sandbox, databases: databases, transport: transport))
                    )
                } catch {
                    outcome = .failure(error)
                }
                await transport.shutdown()
                return try outcome.get()
            }
        }
    }

    /// A node, whose store may be another than the database's own.
    func node(
        _ number: Int = 0,
        lease: Duration = .milliseconds(300),
        clock: @escaping @Sendable () -> Date = { Date() },
        observer: @escaping @Sendable (ConnectionEvent) async -> Void = { _ in },
        store: (ConnectionStorage) -> any ConnectionStore = { $0 }
    ) -> Connections {
        var options = Connections.Options()
        options.clock = clock
        options.observer = observer
        options.renewalTiming.lease = lease
        options.renewalTiming.watch = .milliseconds(10)
        options.renewalTiming.storePause = .milliseconds(10)
        let storage = ConnectionStorage(databases[number])
        return Connections(store: store(storage), vault: vault, transport: transport, options: options)
    }

    func settings(
        _ grant: ConnectionSettings.Grant = .authorizationCode,
        clientID: String = "web"
    ) throws -> ConnectionSettings {
        let host = try #require(LogInHost(sandbox.baseURL))
        return ConnectionSettings(name: "Acme", logInHost: host, grant: grant, clientID: clientID)
    }

    static let credentials = ConnectionCredentials(clientSecret: Secret("web-secret"))

    /// Signs in the way a person does.
    func signIn(to connections: Connections) async throws -> SavedConnection {
        let beginning = try await connections.begin(
            try settings(),
            credentials: Self.credentials,
            redirect: Self.redirect
        )
        return try await finish(beginning, on: connections)
    }

    /// Does what whoever was sent to the org does there, and comes back.
    func finish(_ beginning: Connections.Beginning, on connections: Connections) async throws -> SavedConnection {
        let answer = try await SandboxBrowser(transport).allow(beginning.authorizationURL)
        return try await connections.finish(state: try #require(answer["state"]), code: try #require(answer["code"]))
    }

    /// Lets all access tokens expire.
    func expireTokens() { sandbox.clock.advance(by: 3 * 3600) }

    /// How the org answered requests for tokens, but for those that began with `skipped` others.
    func tokenAnswers(after skipped: Int = 0) -> [Int?] {
        sandbox.requests.filter { $0.path == "/services/oauth2/token" }.map(\.status).dropFirst(skipped).map { $0 }
    }
}

/// Somebody at the org's pages, without scripts.
struct SandboxBrowser {
    private let transport: HTTPTransport

    init(_ transport: HTTPTransport) { self.transport = transport }

    /// Signs in and allows; answers what the browser is sent back with.
    func allow(_ url: String) async throws -> [String: String] {
        let page = try await transport.answer(to: .init(method: .GET, url: url, headers: [:]), by: .now + .seconds(10))
        let origin = String(url.prefix { $0 != "?" })
        let consent = try await press(
            "log_in",
            ["username": OAuthOrg.administrator, "password": "sandbox"],
            on: page,
            cookie: nil,
            origin
        )
        // Whoever has allowed it before is not asked again.
        let cookie = Self.cookie(of: consent)
        let back = consent.status == 302 ? consent : try await press("allow", [:], on: consent, cookie: cookie, origin)
        let location = try #require(back.headers.first(name: "Location"))
        let items = URLComponents(string: location)?.queryItems ?? []
        return Dictionary(items.map { ($0.name, $0.value ?? "") }, uniquingKeysWith: { $1 })
    }

    private func press(
        _ action: String,
        _ fields: [String: String],
        on page: HTTPTransport.Answer,
        cookie: String?,
        _ url: String
    ) async throws -> HTTPTransport.Answer {
        let html = String(decoding: page.body, as: UTF8.self)
        var form: Form = ["action": action]
        for (name, value) in fields { form.add(name, value) }
        for name in ["request", "token"] { form.add(name, Self.hiddenField(name, in: html)) }
        return try await transport.answer(
            to: .init(
                method: .POST,
                url: url,
                headers: [
                    "Content-Type": "application/x-www-form-urlencoded",
                    "Cookie": cookie ?? Self.cookie(of: page) ?? "",
                ],
                body: RequestBody(form.bytes)
            ),
            by: .now + .seconds(10)
        )
    }

    private static func cookie(of answer: HTTPTransport.Answer) -> String? {
        answer.headers.first(name: "Set-Cookie").map { String($0.prefix { $0 != ";" }) }
    }

    private static func hiddenField(_ name: String, in html: String) -> String? {
        guard let start = html.range(of: "name=\"\(name)\" value=\"") else { return nil }
        return html[start.upperBound...].prefix { $0 != "\"" }.replacingOccurrences(of: "&amp;", with: "&")
    }
}
