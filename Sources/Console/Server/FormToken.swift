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
    func sealed(_ notice: Notice) -> String {
        let kind = Self.kind(notice)
        return "\(Base64URL.encoded(notice.text.utf8)).\(kind).\(code(of: "\(kind) \(notice.text)"))"
    }

    private static func kind(_ notice: Notice) -> String { notice.isRefusal ? "refusal" : "notice" }

    /// The notice; nil when it is not one that was given to this browser.
    func notice(in sealed: String) -> Notice? {
        let parts = sealed.split(separator: ".")
        guard parts.count == 3, let bytes = Base64URL.decoded(parts[0]),
            let text = String(validating: bytes, as: UTF8.self)
        else { return nil }
        let notice = Notice(text: text, isRefusal: parts[1] == "refusal")
        return matches(String(parts[2]), "\(Self.kind(notice)) \(text)") ? notice : nil
    }

    private func code(of text: String) -> String {
        Base64URL.encoded(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key))
    }

    private func matches(_ code: String, _ text: String) -> Bool {
        guard let code = Base64URL.decoded(code) else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: Data(text.utf8), using: key)
    }
}
