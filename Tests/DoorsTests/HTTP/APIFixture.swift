import Actions
import Calls
import DatabaseFixture
import Doors
import Foundation
import Hummingbird
import HummingbirdTesting
import JSON
import Logging
import Platforms
import SandboxOrg
import ServicesFixture
import Storage
import Testing
import Workspace

/// The whole API with everything behind it: a new database, and a sandbox org over the network.
struct APIFixture: Sendable {
    static let password = "correct horse battery staple"

    let sandbox: RunningSandbox
    let api: HTTPAPI
    let services: Services
    let admission: Admission
    /// The token of the set-up link.
    let setUpToken: String
    /// Of an owner, a viewer and an agent.
    private(set) var owner = ""
    private(set) var viewer = ""

    /// Starts everything, lets an owner and a viewer in, and stops it after the body.
    ///
    /// - Parameter addDoors: Adds doors beside the HTTP API.
    static func run(
        _ configuration: Admission.Configuration = Admission.Configuration(),
        isSetUp: Bool = true,
        addDoors: @Sendable (Services, Admission, Router<DoorContext>) -> Void = { _, _, _ in },
        _ body: @escaping @Sendable (APIFixture, APIClient) async throws -> Void
    ) async throws {
        let sandbox = try #require(SandboxTrait.sandbox, "The suite needs the trait .sandbox")
        try await TestDatabase.sqlite.withDatabase { database in
            let transport = HTTPTransport()
            let outcome: Result<Void, any Error>
            do {
                let fixture = try await APIFixture(sandbox, database, transport, configuration, isSetUp: isSetUp)
                let router = fixture.api.router()
                addDoors(fixture.services, fixture.admission, router)
                try await Application(router: router).test(.router) { client in
                    try await body(fixture, APIClient(client: client, token: fixture.owner))
                }
                outcome = .success(())
            } catch {
                outcome = .failure(error)
            }
            await transport.shutdown()
            try outcome.get()
        }
    }

    private init(
        _ sandbox: RunningSandbox,
        _ database: any Database,
        _ transport: HTTPTransport,
        _ configuration: Admission.Configuration,
        isSetUp: Bool
    ) async throws {
        self.sandbox = sandbox
        services = try Services.test(on: database, transport)
        let people = services.people
        admission = Admission(to: services, configuration: configuration)
        api = HTTPAPI(services, admission: admission, version: "1.0")
        setUpToken = try await people.prepareSetUp()?.text ?? ""
        guard isSetUp else { return }
        let arrival = try await people.setUp(
            link: Secret(setUpToken),
            email: "owner@acme.test",
            name: "Owner",
            password: Secret(Self.password)
        )
        owner = try await people.issueAdminToken(named: "owner", role: .owner, by: arrival.person).secret.text
        viewer = try await people.issueAdminToken(named: "viewer", role: .viewer, by: arrival.person).secret.text
    }

    /// What connects the sandbox org.
    var connectionBody: JSONValue {
        [
            "name": "Sandbox", "login_host": .string(sandbox.baseURL), "grant": "client_credentials",
            "client_id": "app", "client_secret": "app-secret",
        ]
    }

    /// Makes an agent without actions, and gives its token.
    func agentToken() async throws -> String {
        let agent = try await services.roster.add(AgentSettings(name: "Agent"))
        return try await services.roster.issueToken(for: agent.id).text
    }

    /// Connects the sandbox org, and gives the connection's id.
    func connect(_ client: APIClient) async throws -> String {
        let answer = try await client.ask(.post, "/v1/connections", connectionBody)
        return try #require(answer.json["id"]?.string, "\(answer.text)")
    }
}

/// Gives the tests of a suite one sandbox org, which they share.
struct SandboxTrait: SuiteTrait, TestScoping {
    @TaskLocal static var sandbox: RunningSandbox?

    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        try await withSandboxServer { sandbox in
            try await Self.$sandbox.withValue(sandbox) { try await function() }
        }
    }
}

extension Trait where Self == SandboxTrait {
    static var sandbox: SandboxTrait { SandboxTrait() }
}
