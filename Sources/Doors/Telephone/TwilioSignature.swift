import Crypto
import Foundation
package import Platforms

/// What Twilio proves its requests with: a code over the address it asked and the form it sent.
///
/// Source: https://www.twilio.com/docs/usage/security#validating-requests
package struct TwilioSignature: Sendable {
    /// The header with the code.
    package static let header = "X-Twilio-Signature"
    /// The header that says how it was made, where that is not the usual way.
    package static let settingsHeader = "X-Twilio-Webhooks-Signature-Settings"

    private let code: Data
    private let usesSHA256: Bool

    /// - Returns: Nil for what can't be a code.
    package init?(_ header: String?, settings: String? = nil) {
        guard let header, header.utf8.count <= 64, let code = Data(base64Encoded: header) else { return nil }
        self.code = code
        usesSHA256 =
            (settings ?? "").split(separator: ",").contains {
                $0.filter { $0 != " " }.uppercased() == "ALGORITHM=HMAC_SHA256"
            }
    }

    /// Whether the holder of the token has signed this.
    ///
    /// - Parameters:
    ///   - address: Exactly as it was asked, with its query.
    ///   - body: What was sent, when it is no form; its digest stands in the address then.
    package func isGood(for address: String, form: Form = Form(), body: [UInt8]? = nil, token: Secret) -> Bool {
        var text = address
        if let body {
            let digest = SHA256.hash(data: body).hexadecimalText
            let query = Form(address.drop { $0 != "?" }.dropFirst())
            guard query?["bodySHA256"] == digest else { return false }
        } else {
            text += form.signedText
        }
        let key = SymmetricKey(data: Data(token.text.utf8))
        let signed = Data(text.utf8)
        return usesSHA256
            ? HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: signed, using: key)
            : HMAC<Insecure.SHA1>.isValidAuthenticationCode(code, authenticating: signed, using: key)
    }

    /// The code for an address and a form, as Twilio sends it.
    package static func code(for address: String, form: Form = Form(), token: Secret) -> String {
        let key = SymmetricKey(data: Data(token.text.utf8))
        let signed = Data((address + form.signedText).utf8)
        return Data(HMAC<Insecure.SHA1>.authenticationCode(for: signed, using: key)).base64EncodedString()
    }
}

/// A form as browsers and Twilio encode it.
package struct Form: Sendable {
    private var values: [String: [String]] = [:]

    package init() {}

    /// - Returns: Nil when the text is not percent-encoded UTF-8.
    package init?(_ text: some StringProtocol) {
        for part in text.split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentDecoding.decode(String(pair[0]), plusIsSpace: true),
                let value = PercentDecoding.decode(pair.count == 2 ? String(pair[1]) : "", plusIsSpace: true)
            else { return nil }
            values[name, default: []].append(value)
        }
    }

    package init(_ values: [String: String]) { self.values = values.mapValues { [$0] } }

    /// The first value of a name; nil for one that is not there or empty.
    package subscript(name: String) -> String? {
        values[name]?.first.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Names and values one after the other, in the order of their bytes, each value once.
    fileprivate var signedText: String {
        values.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { name, values in
            Set(values).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { name + $0 }.joined()
        }.joined()
    }
}
