import Calls
import DatabaseFixture
import Doors
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import JSON
import Logging
import NIOCore
import Storage

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
    var tokens: [String: Principal] = [
        "owner": .person(id: "usr_owner", role: .owner), "viewer": .person(id: "usr_viewer", role: .viewer),
        "agent": .agent("agt_1"),
    ]

    func principal(token: String) async throws -> Principal? { tokens[token] }
    func principal(session: String) async throws -> Principal? { tokens[session] }
}

/// Asks an API of these operations, without a network and with a new database.
func asking(
    _ endpoints: [Endpoint],
    as token: String?,
    _ configuration: HTTPAPI.Configuration = HTTPAPI.Configuration(),
    _ body: @escaping @Sendable (APIClient) async throws -> Void
) async throws {
    try await TestDatabase.sqlite.withDatabase { database in
        let api = HTTPAPI(
            endpoints,
            credentials: FixedCredentials(),
            idempotency: IdempotencyStorage(database),
            audit: AuditTrail(store: DatabaseAuditStore(database), logger: Logger(label: "test")),
            configuration: configuration
        )
        try await Application(router: api.router()).test(.router) { client in
            try await body(APIClient(client: client, token: token))
        }
    }
}
