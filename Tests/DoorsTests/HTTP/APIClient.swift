import Calls
import DatabaseFixture
import Doors
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import JSON
import Logging
import NIOCore
import Platforms
import Storage
import Workspace

/// Asks an API without a network, and notes what came.
struct APIClient {
    /// One answer.
    struct Answer {
        var status: Int
        var headers: HTTPFields
        var text: String

        /// The body as JSON; null when it is none.
        var json: JSONValue { (try? JSONValue(parsing: text)) ?? .null }
        var code: String? { json["code"]?.string }
    }

    let client: any TestClientProtocol
    var token: String?

    func ask(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ body: JSONValue? = nil,
        headers: HTTPFields = HTTPFields()
    ) async throws -> Answer {
        var headers = headers
        if body != nil, headers[.contentType] == nil { headers[.contentType] = "application/json" }
        return try await ask(method, path, bytes: body?.serialized() ?? [], headers: headers)
    }

    func ask(
        _ method: HTTPRequest.Method,
        _ path: String,
        bytes: [UInt8],
        headers: HTTPFields
    ) async throws -> Answer {
        var headers = headers
        if let token, headers[.authorization] == nil { headers[.authorization] = "Bearer \(token)" }
        let response = try await client.executeRequest(
            uri: path,
            method: method,
            headers: headers,
            body: ByteBuffer(bytes: bytes)
        )
        return Answer(
            status: response.status.code,
            headers: response.headers,
            text: String(buffer: response.body)
        )
    }

    func get(_ path: String) async throws -> Answer { try await ask(.get, path) }

    func with(token: String?) -> APIClient { APIClient(client: client, token: token) }
}

/// Tokens that tests know beforehand.
struct FixedCredentials: CredentialCheck {
    static let owner = "swb_admin_owner"
    static let viewer = "swb_admin_viewer"
    static let agent = "swb_agent_1"
    static let session = "swb_session_owner"

    func requester(with token: Secret, from address: String?) async throws -> Requester? {
        switch token.text {
        case Self.owner, Self.session: person("usr_owner", .owner)
        case Self.viewer: person("usr_viewer", .viewer)
        case Self.agent: .agent(Agent(id: "agt_1", name: "Agent", timeZone: .gmt, actions: []))
        default: nil
        }
    }

    private func person(_ id: String, _ role: Role) -> Requester {
        let person = Person(id: id, email: "\(id)@acme.test", name: id, role: role, createdAt: .now, changedAt: .now)
        return .person(Principal(person: person, role: role, proof: .session(id: "ses_1")))
    }
}

/// Asks an API of these operations, without a network and with a new database.
func asking(
    _ endpoints: [Endpoint],
    as token: String?,
    _ configuration: Admission.Configuration = Admission.Configuration(),
    _ body: @escaping @Sendable (APIClient) async throws -> Void
) async throws {
    try await TestDatabase.sqlite.withDatabase { database in
        let api = HTTPAPI(
            endpoints,
            admission: Admission(FixedCredentials(), configuration: configuration),
            idempotency: IdempotencyStorage(database),
            audit: AuditTrail(store: AuditStorage(database), logger: Logger(label: "test"))
        )
        try await Application(router: api.router()).test(.router) { client in
            try await body(APIClient(client: client, token: token))
        }
    }
}
