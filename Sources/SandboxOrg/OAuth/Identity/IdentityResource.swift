import Foundation
import HTTPTypes
import JSON

/// Tells a logged-in app who its user is: the identity URL and OpenID Connect's addresses.
struct IdentityResource: Sendable {
    let org: Org
    let sessions: SessionRegistry
    let idTokens: IdTokens

    /// `/id/ORGANIZATION/USER`, and the keys of id tokens at `/id/keys`.
    func respond(to request: RestRequest) async -> RestResponse {
        if request.path == ["id", "keys"], let keys = try? await idTokens.keySet() { return .json(keys) }
        guard request.path.count == 3, let organization = RecordId(request.path[1])?.text,
            let userId = RecordId(request.path[2])?.text
        else { return refusal("Bad_Id", status: 404) }
        let session: Session
        switch token(of: request) {
        case nil: return refusal("Missing_OAuth_Token")
        case let token?:
            guard let known = sessions.session(token: token, isUsed: true) else { return refusal("Bad_OAuth_Token") }
            session = known
        }
        guard organization == org.organizationId else { return refusal("Wrong_Org") }
        guard let user = try? await org.record("User", userId) else { return refusal("Bad_Id", status: 404) }
        guard user["IsActive"] == true else { return refusal("Inactive", status: 404) }
        let isAsking = session.userId == userId
        let members = describe(user, to: request).identity(isAsking: isAsking, version: request.query["version"])
        return OAuthFormat(request.query, headers: request.headers).response(members)
    }

    /// `/services/oauth2/userinfo`.
    func userInfo(_ request: RestRequest) async -> RestResponse {
        guard let token = token(of: request) else { return refusal("Missing_OAuth_Token") }
        guard let session = sessions.session(token: token, isUsed: true),
            let user = try? await org.record("User", session.userId), user["IsActive"] == true
        else { return refusal("Bad_OAuth_Token") }
        return .json(.object(describe(user, to: request).claims))
    }

    private func describe(_ user: JSONValue, to request: RestRequest) -> UserDescription {
        UserDescription(user: user, organizationId: org.organizationId, origin: request.origin, now: org.now)
    }

    /// `/.well-known/openid-configuration`; nil for anything else that is well known.
    func discovery(_ request: RestRequest) -> RestResponse? {
        guard request.path[1] == "openid-configuration" else { return nil }
        let base = "\(request.origin)/services/oauth2"
        return .json([
            "issuer": .string(request.origin),
            "authorization_endpoint": .string("\(base)/authorize"),
            "token_endpoint": .string("\(base)/token"),
            "revocation_endpoint": .string("\(base)/revoke"),
            "userinfo_endpoint": .string("\(base)/userinfo"),
            "jwks_uri": .string("\(request.origin)/id/keys"),
            "introspection_endpoint": .string("\(base)/introspect"),
            "scopes_supported": .array(ConnectedApp.knownScopes.sorted().map(JSONValue.string)),
            "response_types_supported": ["code"],
            "grant_types_supported": [
                "authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:jwt-bearer",
                "client_credentials", "password",
            ],
            "code_challenge_methods_supported": ["S256"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "display_values_supported": ["page", "popup", "touch", "mobile"],
            "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
            "claims_supported": .array(UserDescription.claimNames.map(JSONValue.string)),
        ])
    }

    private func token(of request: RestRequest) -> String? {
        if let token = request.query["oauth_token"] ?? request.query["access_token"] { return token }
        let parts = request.headers[.authorization]?.split(separator: " ", maxSplits: 1) ?? []
        guard parts.count == 2, ["bearer", "oauth"].contains(parts[0].lowercased()) else { return nil }
        return parts[1].trimmed
    }

    private func refusal(_ text: String, status: Int = 403) -> RestResponse {
        RestResponse(status: status, .bytes(Array(text.utf8), contentType: "text/html;charset=UTF-8"))
    }
}
