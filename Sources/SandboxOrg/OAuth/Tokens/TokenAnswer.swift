import Crypto
import FoundationEssentials
import HTTPTypes
import JSON

/// What a client is told when it is granted a token.
struct TokenAnswer: Sendable {
    var accessToken: String
    var refreshToken: String?
    /// The key of the signature; nil leaves the signature out.
    var secret: String?
    var scopes: [String]?
    var idToken: String?
    /// Where the org is: `https://sandbox.my.salesforce.com`.
    var origin: String
    /// The URL of who is logged in.
    var identity: String
    /// When it was granted; nil where the flow does not say.
    var issuedAt: Date?

    /// The members in the order Salesforce writes them.
    var members: JSONObject {
        var members: JSONObject = ["access_token": .string(accessToken)]
        let milliseconds = issuedAt.map { String(Int(($0.timeIntervalSince1970 * 1000).rounded())) }
        if let refreshToken { members["refresh_token"] = .string(refreshToken) }
        if let milliseconds {
            members["signature"] = .string(Self.signature(of: identity + milliseconds, key: secret ?? ""))
        }
        if let scopes { members["scope"] = .string(scopes.joined(separator: " ")) }
        if let idToken { members["id_token"] = .string(idToken) }
        members["instance_url"] = .string(origin)
        members["id"] = .string(identity)
        members["token_type"] = "Bearer"
        if let milliseconds { members["issued_at"] = .string(milliseconds) }
        return members
    }

    private static func signature(of text: String, key: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: SymmetricKey(data: Data(key.utf8)))
        return Data(code).base64EncodedString()
    }
}
