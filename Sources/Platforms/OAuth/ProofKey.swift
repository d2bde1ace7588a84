import Crypto

/// A proof that who redeems a code is who asked for it (PKCE, RFC 7636).
struct ProofKey: Sendable {
    /// 256 random bits, kept until the code comes back.
    let verifier: Secret

    init(verifier: Secret = Secret(RandomText.hexadecimal(bytes: 32))) { self.verifier = verifier }

    /// What the authorization request shows of it.
    var challenge: String { Base64URL.encoded(SHA256.hash(data: Array(verifier.text.utf8))) }
}
