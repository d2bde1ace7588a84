import Crypto
import FoundationEssentials
import Synchronization

/// The codes browsers carry from the org to apps.
final class AuthorizationCodes: Sendable {
    /// What a code stands for.
    struct Consent: Sendable {
        var grant: Session.Grant
        var redirectURI: String
        /// The digest of the verifier that will prove the app is the one that asked; nil without PKCE.
        var challenge: String?
        /// What the app wants to find in the id token.
        var nonce: String?
    }

    private struct Code {
        var consent: Consent
        var expires: Date
        var isUsed = false
        /// What came of it.
        var family: Int?
    }

    private static let lifetime: TimeInterval = 15 * 60

    private let clock: @Sendable () -> Date
    private let codes = Mutex<[SHA256Digest: Code]>([:])

    init(clock: @escaping @Sendable () -> Date) { self.clock = clock }

    func issue(_ consent: Consent) -> String {
        let code = "aPrx\(String.random(length: 80))"
        let now = clock()
        codes.withLock { codes in
            // A used code is remembered for as long again, to notice when it comes a second time.
            codes = codes.filter { now < $0.value.expires.addingTimeInterval(Self.lifetime) }
            codes[SessionRegistry.digest(code)] = Code(consent: consent, expires: now.addingTimeInterval(Self.lifetime))
        }
        return code
    }

    /// What a code stands for. It is good for one attempt.
    ///
    /// `onReuse` is told what came of a code that comes a second time.
    func redeem(_ code: String, onReuse: (_ family: Int) -> Void) throws(OAuthError) -> Consent {
        let digest = SessionRegistry.digest(code)
        let now = clock()
        let known = codes.withLock { codes -> Code? in
            let known = codes[digest]
            codes[digest]?.isUsed = true
            return known
        }
        guard let known else { throw .invalidCode }
        guard !known.isUsed, now < known.expires else {
            if let family = known.family { onReuse(family) }
            throw .expiredCode
        }
        return known.consent
    }

    /// Remembers what came of a code.
    func note(family: Int, of code: String) {
        codes.withLock { $0[SessionRegistry.digest(code)]?.family = family }
    }
}
