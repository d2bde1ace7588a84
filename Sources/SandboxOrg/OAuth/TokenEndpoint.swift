import FoundationEssentials
import HTTPTypes
import JSON

/// `/services/oauth2/token`: exchanges what a client knows for an access token.
struct TokenEndpoint: Sendable {
    /// The password of every user of a sandbox org. A security token may follow it.
    static let password = "sandbox"

    let org: Org
    let sessions: SessionRegistry

    func respond(to request: RestRequest) async -> RestResponse {
        guard request.path.dropFirst(2) == ["token"] else { return .failure(.notFound) }
        guard request.method == .post else {
            return failure("invalid_request", "must use HTTP POST")
        }
        let form = QueryItems(String(decoding: request.body, as: UTF8.self))
        guard let grant = form["grant_type"] else {
            return failure("unsupported_grant_type", "grant type not supported")
        }
        switch grant {
        case "password": return await logIn(form, origin: request.origin)
        default: return failure("unsupported_grant_type", "grant type not supported")
        }
    }

    private func logIn(_ form: QueryItems, origin: String) async -> RestResponse {
        guard form["client_id"]?.isEmpty == false else {
            return failure("invalid_client_id", "client identifier invalid")
        }
        guard let username = form["username"], let password = form["password"], password.hasPrefix(Self.password),
            let user = try? await org.user(named: username)
        else { return failure("invalid_grant", "authentication failure") }
        guard user.isActive else { return failure("invalid_grant", "inactive user") }
        return .json([
            "access_token": .string(sessions.begin(userId: user.id)),
            "instance_url": .string(origin),
            "id": .string("\(origin)/id/\(org.organizationId)/\(user.id)"),
            "token_type": "Bearer",
            "issued_at": .string(String(Int(org.now.timeIntervalSince1970 * 1000))),
        ])
    }

    private func failure(_ error: String, _ description: String) -> RestResponse {
        .json(["error": .string(error), "error_description": .string(description)], status: 400)
    }
}
