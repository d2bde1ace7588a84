import Console
import DatabaseFixture
import Doors
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Platforms
import ServicesFixture
import Testing
import Workspace

/// The whole console on a new database, and a browser for it.
struct ConsoleFixture: Sendable {
    static let password = "correct horse battery staple"

    let services: Services
    let console: Console
    /// The last part of the set-up link.
    let setUpToken: String

    /// Starts everything with an owner and a viewer, and stops it after the body.
    static func run(
        isSetUp: Bool = true,
        innerOrg: InnerOrg? = nil,
        models: [PhoneModel] = [],
        _ body: @escaping @Sendable (ConsoleFixture, Browser) async throws -> Void
    ) async throws {
        try await TestDatabase.sqlite.withDatabase { database in
            let transport = HTTPTransport()
            let outcome: Result<Void, any Error>
            do {
                let services = try Services.test(on: database, transport)
                var configuration = Admission.Configuration()
                configuration.strangerLimit = RateLimit(perSecond: 10_000, burst: 10_000)
                configuration.personLimit = configuration.strangerLimit
                let admission = Admission(to: services, configuration: configuration)
                let fixture = ConsoleFixture(
                    services: services,
                    console: try Console(services, admission: admission, innerOrg: innerOrg, models: models),
                    setUpToken: try await services.people.prepareSetUp()?.text ?? ""
                )
                if isSetUp { try await fixture.setUp() }
                let router = HTTPAPI(services, admission: admission, version: "1.0").router()
                fixture.console.add(to: router)
                try await Application(router: router).test(.router) { client in
                    try await body(fixture, Browser(client))
                }
                outcome = .success(())
            } catch {
                outcome = .failure(error)
            }
            await transport.shutdown()
            try outcome.get()
        }
    }

    /// Adds a connection that nobody has signed in to.
    func connection(_ name: String = "Acme") async throws -> SavedConnection.ID {
        let host = try #require(LogInHost("https://\(name.lowercased()).my.salesforce.com"))
        let settings = ConnectionSettings(name: name, logInHost: host, grant: .authorizationCode, clientID: "app")
        _ = try await services.connections.begin(
            settings,
            credentials: ConnectionCredentials(),
            redirect: "http://127.0.0.1/integrations/callback"
        )
        return try #require(try await services.connections.list().first { $0.settings.name == name }?.id)
    }

    private func setUp() async throws {
        let password = Secret(Self.password)
        _ = try await services.people.setUp(
            link: Secret(setUpToken),
            email: "owner@acme.test",
            name: "Olivia Owner",
            password: password
        )
        _ = try await services.people.add(
            email: "viewer@acme.test",
            name: "Victor Viewer",
            role: .viewer,
            password: password
        )
    }
}
