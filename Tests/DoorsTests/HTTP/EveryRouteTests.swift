import Doors
import HTTPTypes
import JSON
import Testing
import Workspace

/// What holds for every operation of the table, whatever it does.
@Suite(.sandbox)
struct EveryRouteTests {
    /// The path of an endpoint with something that does not exist for every parameter.
    private static func path(_ endpoint: Endpoint) -> String {
        endpoint.path.split(separator: "/").map { $0.first == "{" ? "nothing" : String($0) }
            .reduce(into: "") { $0 += "/\($1)" }
    }

    private static func ask(
        _ client: APIClient,
        _ endpoint: Endpoint,
        _ bytes: [UInt8]? = nil,
        type: String? = nil,
        query: String = ""
    ) async throws -> APIClient.Answer {
        let body = endpoint.body
        let example = body.map { $0.isYAML ? Array(($0.example.string ?? "").utf8) : $0.example.serialized() }
        var headers = HTTPFields()
        if body != nil || type != nil { headers[.contentType] = type ?? body?.contentType }
        return try await client.ask(
            endpoint.method,
            path(endpoint) + query,
            bytes: bytes ?? example ?? [],
            headers: headers
        )
    }

    /// Whether an answer is among those the description names, and looks like it.
    private static func check(_ answer: APIClient.Answer, _ endpoint: Endpoint) {
        let name = "\(endpoint.operation) \(answer.status): \(answer.text.prefix(300))"
        guard let documented = endpoint.allAnswers.first(where: { $0.status.code == answer.status }) else {
            Issue.record("undocumented: \(name)")
            return
        }
        guard let type = answer.headers[.contentType] else {
            #expect(documented.contentTypes.isEmpty && answer.text.isEmpty, "\(name)")
            return
        }
        #expect(documented.contentTypes.contains(type), "\(name)")
        guard type.hasSuffix("json"), let schema = documented.schema else { return }
        #expect(schema.faults(in: answer.json).isEmpty, "\(name) \(schema.faults(in: answer.json))")
    }

    /// What lets a test ask as often as it likes.
    private static func patient() -> Admission.Configuration {
        var configuration = Admission.Configuration()
        configuration.strangerLimit = RateLimit(perSecond: 10_000, burst: 10_000)
        configuration.personLimit = configuration.strangerLimit
        return configuration
    }

    /// What is a person's own, which a viewer's token may not do.
    private static let forBrowsers = ["changePassword", "endSession"]

    @Test func `every route lets in who may, and nobody else`() async throws {
        try await APIFixture.run(Self.patient()) { fixture, client in
            let agent = try await fixture.agentToken()
            let credentials: [(name: String, token: String?)] = [
                ("nobody", nil), ("a stranger", "swb_admin_guess"), ("a former agent", "swb_agent_guess"),
                ("an agent", agent), ("a viewer", fixture.viewer), ("an owner", fixture.owner),
            ]
            for endpoint in fixture.api.endpoints where endpoint.operation != "removePerson" {
                for (name, token) in credentials {
                    let answer = try await Self.ask(client.with(token: token), endpoint)
                    Self.check(answer, endpoint)
                    let refusal: Int? =
                        switch (name, endpoint.access) {
                        case (_, .anyone): nil
                        case ("nobody", _), ("a stranger", _), ("a former agent", _): 401
                        case ("an agent", .person): 403
                        case ("a viewer", .agent), ("an owner", .agent): 403
                        case ("a viewer", .person(.owner)), ("a viewer", .agentOrPerson(.owner)): 403
                        default: nil
                        }
                    if let refusal {
                        #expect(answer.status == refusal, "\(endpoint.operation) for \(name): \(answer.text)")
                    } else if endpoint.access != .anyone, !Self.forBrowsers.contains(endpoint.operation) {
                        #expect(
                            ![401, 403].contains(answer.status),
                            "\(endpoint.operation) for \(name): \(answer.text)"
                        )
                    }
                }
            }
        }
    }

    @Test func `every route refuses what it can't read`() async throws {
        var configuration = Self.patient()
        configuration.maximumBodyLength = 200_000
        try await APIFixture.run(configuration) { fixture, client in
            let agent = client.with(token: try await fixture.agentToken())
            for endpoint in fixture.api.endpoints where endpoint.operation != "removePerson" {
                let client = endpoint.access == .agent ? agent : client
                let query = try await Self.ask(client, endpoint, query: "?nonsense=1")
                Self.check(query, endpoint)
                #expect(query.status == 400 && query.code == "invalid_query", "\(endpoint.operation): \(query.text)")
                let long = try await Self.ask(client, endpoint, Array(repeating: 0x20, count: 200_001))
                #expect(long.status == 413, "\(endpoint.operation): \(long.text)")
                guard let body = endpoint.body else { continue }
                Self.check(long, endpoint)
                let type = try await Self.ask(client, endpoint, type: "text/html")
                Self.check(type, endpoint)
                #expect(type.status == 415, "\(endpoint.operation): \(type.text)")
                let broken = try await Self.ask(client, endpoint, Array("{\"a\": [\u{1}".utf8) + [0xFF])
                Self.check(broken, endpoint)
                #expect(broken.status == 400, "\(endpoint.operation): \(broken.text)")
                guard !body.isYAML else { continue }
                let unknown = try await Self.ask(client, endpoint, Array(#"{"nonsense":1}"#.utf8))
                Self.check(unknown, endpoint)
                #expect(unknown.status == 422, "\(endpoint.operation): \(unknown.text)")
            }
        }
    }

    @Test func `every route has its limit`() async throws {
        var configuration = Admission.Configuration()
        configuration.personLimit = RateLimit(perSecond: 0, burst: 0)
        configuration.agentLimit = RateLimit(perSecond: 0, burst: 0)
        configuration.strangerLimit = RateLimit(perSecond: 0, burst: 0)
        try await APIFixture.run(configuration) { fixture, client in
            for endpoint in fixture.api.endpoints {
                for client in [client, client.with(token: nil)] {
                    let answer = try await Self.ask(client, endpoint)
                    Self.check(answer, endpoint)
                    #expect(answer.status == 429, "\(endpoint.operation): \(answer.text)")
                }
            }
        }
    }
}
