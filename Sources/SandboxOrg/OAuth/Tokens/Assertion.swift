import FoundationEssentials
import JSON
import JWTKit

/// A signed statement of an app that it speaks for a user.
struct Assertion: Sendable {
    /// How far ahead an assertion may expire: three minutes, and what clocks differ by.
    private static let longestLifetime: TimeInterval = 5 * 60

    /// Claims are read before the key that proves them is known, so nothing is asked of the payload here.
    private struct AnyPayload: JWTPayload {
        func verify(using algorithm: some JWTAlgorithm) {}
    }

    let issuer: String
    let subject: String
    private let text: String
    private let audiences: [String]
    private let expires: Date

    init(_ text: String) throws(OAuthError) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[2].isEmpty, let header = Self.object(parts[0]),
            let claims = Self.object(parts[1]), header["alg"]?.string == "RS256",
            let issuer = claims["iss"]?.string, let subject = (claims["sub"] ?? claims["prn"])?.string,
            // Some libraries write the number as a text.
            let expires = claims["exp"]?.number?.double ?? claims["exp"]?.string.flatMap(Double.init)
        else { throw .invalidAssertion }
        self.text = text
        self.issuer = issuer
        self.subject = subject
        self.expires = Date(timeIntervalSince1970: expires)
        audiences = claims["aud"]?.array?.compactMap(\.string) ?? claims["aud"]?.string.map { [$0] } ?? []
    }

    /// Refuses an assertion for another server, or one whose time is over or far from over.
    func check(now: Date, origin: String) throws(OAuthError) {
        guard audiences.contains(where: { Self.isThisServer($0, origin: origin) }) else { throw .invalidAudience }
        guard expires > now else { throw .expiredAssertion }
        guard expires <= now.addingTimeInterval(Self.longestLifetime) else { throw .invalidAssertion }
    }

    /// Refuses an assertion none of the keys has signed.
    func check(keys: [String]) async throws(OAuthError) {
        let collection = JWTKeyCollection()
        for (index, pem) in keys.enumerated() {
            guard
                let key = (try? Insecure.RSA.PublicKey(certificatePEM: pem)) ?? (try? Insecure.RSA.PublicKey(pem: pem))
            else { continue }
            await collection.add(rsa: key, digestAlgorithm: .sha256, kid: JWKIdentifier(string: String(index)))
        }
        guard (try? await collection.verify(text, as: AnyPayload.self, iteratingKeys: true)) != nil else {
            throw .invalidAssertion
        }
    }

    private static func isThisServer(_ audience: String, origin: String) -> Bool {
        let suffix = "/services/oauth2/token"
        var audience = audience.hasSuffix(suffix) ? String(audience.dropLast(suffix.count)) : audience
        if audience.hasSuffix("/") { audience.removeLast() }
        if [origin, "https://login.salesforce.com", "https://test.salesforce.com"].contains(audience) { return true }
        let host = audience.dropFirst("https://".count)
        return audience.hasPrefix("https://") && host.hasSuffix(".my.salesforce.com") && !host.contains("/")
    }

    private static func object(_ part: Substring) -> JSONObject? {
        guard let data = Base64URL.decoded(part) else { return nil }
        return try? JSONValue(parsing: Array(data)).object
    }
}
