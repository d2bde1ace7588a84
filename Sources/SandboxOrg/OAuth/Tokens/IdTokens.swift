import CryptoExtras
import FoundationEssentials
import JSON
import JWTKit

/// Signs OpenID Connect's id tokens with a key made when the first one is asked for.
actor IdTokens {
    private struct Claims: JWTPayload {
        var iss: String
        var sub: String
        var aud: String
        var exp: Int
        var iat: Int
        var nonce: String?

        func verify(using algorithm: some JWTAlgorithm) {}
    }

    private static let keyId = "sandbox"
    /// In seconds.
    private static let lifetime = 120

    private let clock: @Sendable () -> Date
    private var key: JWTKit.Insecure.RSA.PrivateKey?

    init(clock: @escaping @Sendable () -> Date) { self.clock = clock }

    /// Says in a token that the user of an identity URL logged in to an app.
    func issue(subject: String, app: String, nonce: String?, origin: String) async throws(OAuthError) -> String {
        let now = Int(clock().timeIntervalSince1970)
        let claims = Claims(iss: origin, sub: subject, aud: app, exp: now + Self.lifetime, iat: now, nonce: nonce)
        let kid = JWKIdentifier(string: Self.keyId)
        do {
            let keys = JWTKeyCollection()
            await keys.add(rsa: try signingKey(), digestAlgorithm: .sha256, kid: kid)
            return try await keys.sign(claims, kid: kid)
        } catch {
            throw .unknown
        }
    }

    /// The key to check tokens with, as `/id/keys` answers it.
    func keySet() throws(OAuthError) -> JSONValue {
        do {
            let parts = try signingKey().publicKey.getKeyPrimitives()
            return [
                "keys": [
                    [
                        "kty": "RSA", "use": "sig", "alg": "RS256", "kid": .string(Self.keyId),
                        "n": .string(Base64URL.encoded(parts.modulus)),
                        "e": .string(Base64URL.encoded(parts.publicExponent)),
                    ]
                ]
            ]
        } catch {
            throw .unknown
        }
    }

    private func signingKey() throws -> JWTKit.Insecure.RSA.PrivateKey {
        if let key { return key }
        let made = try JWTKit.Insecure.RSA.PrivateKey(backing: _RSA.Signing.PrivateKey(keySize: .bits2048))
        key = made
        return made
    }
}
