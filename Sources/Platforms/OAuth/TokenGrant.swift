import Crypto
import FoundationEssentials
import JSON

/// What an OAuth server granted.
package struct TokenGrant: Hashable, Sendable {
    package var accessToken: Secret
    /// Nil where the one that was used stays good, and for grants that need none.
    package var refreshToken: Secret?
    /// Where the access token is good, and nowhere else.
    package var instance: InstanceURL
    /// The URL that tells who it acts as.
    package var identityURL: String
    package var organizationID: String
    package var userID: String

    /// Reads the answer of a token endpoint and checks that it is what it claims to be.
    ///
    /// - Parameter clientSecret: The key of the signature. Without it a signature can't be checked.
    init(_ json: JSONValue, from host: LogInHost, clientSecret: Secret?) throws(OAuthFailure) {
        guard let access = json["access_token"]?.string, Self.isToken(access) else {
            throw .unclear("there is no access token in the answer.")
        }
        guard json["token_type"]?.string?.lowercased() ?? "bearer" == "bearer" else {
            throw .untrusted("the token is of an unknown type.")
        }
        guard let address = json["instance_url"]?.string,
            let instance = Self.instance(address, reachedThrough: host)
        else { throw .untrusted("the org's address is missing, or not one that a token may be sent to.") }
        accessToken = Secret(access)
        if let refresh = json["refresh_token"]?.string {
            guard Self.isToken(refresh) else { throw .unclear("the refresh token makes no sense.") }
            refreshToken = Secret(refresh)
        }
        self.instance = instance
        guard let identity = json["id"]?.string, let parts = Self.identity(identity, of: instance, from: host) else {
            throw .untrusted("the address that tells who the user is does not belong to the org.")
        }
        identityURL = identity
        organizationID = parts.organization
        userID = parts.user
        if let signature = json["signature"]?.string, let clientSecret {
            guard let issuedAt = json["issued_at"]?.string,
                Self.isSigned(identity + issuedAt, signature, key: clientSecret)
            else { throw .untrusted("its signature is wrong. Check the consumer secret.") }
        }
    }

    /// Whether it is for the same user of the same org.
    func isFor(_ org: ConnectedOrg) -> Bool {
        organizationID.prefix(15) == org.organizationID.prefix(15) && userID.prefix(15) == org.userID.prefix(15)
    }

    /// What can stand in a header and a form without changing them.
    private static func isToken(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 8192 && text.utf8.allSatisfy { 0x21...0x7E ~= $0 }
    }

    /// An address on this machine is taken only from a log-in host on this machine: nobody out there may have our
    /// requests sent to what listens here.
    private static func instance(_ text: String, reachedThrough host: LogInHost) -> InstanceURL? {
        guard case .domain(let url) = host else { return InstanceURL(text).flatMap { $0.isLocal ? nil : $0 } }
        guard let instance = InstanceURL(text, allowsPlainHTTP: !url.isSecure) else { return nil }
        guard !instance.isLocal || url.isLocal else { return nil }
        return instance
    }

    /// The ids in `https://login.salesforce.com/id/00D…/005…`; nil when it leads somewhere a token must not be sent.
    private static func identity(
        _ text: String,
        of instance: InstanceURL,
        from host: LogInHost
    ) -> (organization: String, user: String)? {
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(), parts.user == nil,
            parts.query == nil, parts.fragment == nil, let origin = parts.host?.lowercased()
        else { return nil }
        let port = parts.port.map { ":\($0)" } ?? ""
        let base = "\(scheme)://\(origin)\(port)"
        let known = [
            LogInHost.production.address, LogInHost.sandbox.address, host.address, instance.description,
        ]
        guard known.contains(base) else { return nil }
        let segments = parts.path.split(separator: "/", omittingEmptySubsequences: false)
        guard segments.count == 4, segments[0].isEmpty, segments[1] == "id" else { return nil }
        let (organization, user) = (String(segments[2]), String(segments[3]))
        guard organization.hasPrefix("00D"), user.hasPrefix("005"), isID(organization), isID(user) else { return nil }
        return (organization, user)
    }

    private static func isID(_ text: String) -> Bool {
        [15, 18].contains(text.utf8.count) && text.utf8.allSatisfy { isLetterOrDigit($0) }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }

    private static func isSigned(_ text: String, _ signature: String, key: Secret) -> Bool {
        guard let code = Data(base64Encoded: signature) else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(
            code,
            authenticating: Array(text.utf8),
            using: SymmetricKey(data: Array(key.text.utf8))
        )
    }
}
