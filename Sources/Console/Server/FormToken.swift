import Crypto
import Foundation
import Platforms

/// What makes forms and notices worthless to anyone but the browser they were made for.
struct FormToken: Sendable {
    /// Only the browser and the server know it, and the server does not keep it: the session's token, or for a visitor
    /// without one a random cookie.
    private let key: SymmetricKey

    init(of secret: Secret) { key = SymmetricKey(data: Data(secret.text.utf8)) }

    /// What every form of the browser carries.
    var text: String { code(of: "form") }

    func isRight(_ text: String?) -> Bool { text.map { matches($0, "form") } ?? false }

    /// A notice as the browser brings it back.
    func sealed(_ notice: String) -> String { "\(Base64URL.encoded(notice.utf8)).\(code(of: "notice \(notice)"))" }

    /// The notice; nil when it is not one that was given to this browser.
    func notice(in sealed: String) -> String? {
        let parts = sealed.split(separator: ".")
        guard parts.count == 2, let bytes = Base64URL.decoded(parts[0]),
            let text = String(validating: bytes, as: UTF8.self), matches(String(parts[1]), "notice \(text)")
        else { return nil }
        return text
    }

    private func code(of text: String) -> String {
        Base64URL.encoded(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key))
    }

    private func matches(_ code: String, _ text: String) -> Bool {
        guard let code = Base64URL.decoded(code) else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: Data(text.utf8), using: key)
    }
}
