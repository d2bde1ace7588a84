import FoundationEssentials
import JWTKit

/// A signed statement that Switchboard speaks for a user (RFC 7523).
struct Assertion: Sendable {
    private struct Claims: JWTPayload {
        var iss: String
        var sub: String
        var aud: String
        var exp: Int

        func verify(using algorithm: some JWTAlgorithm) {}
    }

    /// The consumer key of the app.
    var issuer: String
    /// The user name it speaks for.
    var subject: String
    var audience: String

    /// How long it is good for, in seconds. Salesforce takes no more than three minutes.
    private static let lifetime = 150

    func signed(with privateKey: Secret, at time: Date) async throws(OAuthFailure) -> Secret {
        let claims = Claims(
            iss: issuer,
            sub: subject,
            aud: audience,
            exp: Int(time.timeIntervalSince1970) + Self.lifetime
        )
        do {
            let keys = JWTKeyCollection()
            await keys.add(rsa: try Insecure.RSA.PrivateKey(pem: privateKey.text), digestAlgorithm: .sha256)
            return Secret(try await keys.sign(claims))
        } catch {
            throw .refused(code: "unusable_key", description: "the private key can't sign")
        }
    }
}
