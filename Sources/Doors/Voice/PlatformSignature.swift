import Crypto
package import Foundation
package import Platforms

/// The ways in which voice platforms prove that a request is theirs.
package enum PlatformSignature {
    /// How far the time of a signature may be from ours: what is older may be somebody's recording.
    package static let window: TimeInterval = 300
    /// What ElevenLabs' own library allows its events.
    package static let elevenLabsWindow: TimeInterval = 1800

    /// Whether Retell has signed a body: `v=MILLISECONDS,d=HEX`, over the body and the time, with the API key.
    package static func isRetell(_ header: String, of body: [UInt8], key: Secret, now: Date) -> Bool {
        let parts = members(of: header)
        guard let time = parts["v"], let milliseconds = Double(time), parts["d"]?.utf8.count == 64,
            abs(milliseconds - now.timeIntervalSince1970 * 1000) <= window * 1000
        else { return false }
        return isCode(parts["d"] ?? "", SHA256.self, of: [Data(body), Data(time.utf8)], key)
    }

    /// Whether ElevenLabs has signed an event: `t=SECONDS,v0=HEX`, over the time, a dot and the body.
    package static func isElevenLabs(_ header: String, of body: [UInt8], secret: Secret, now: Date) -> Bool {
        let parts = members(of: header)
        guard let time = parts["t"], let seconds = Double(time),
            abs(seconds - now.timeIntervalSince1970) <= elevenLabsWindow
        else { return false }
        return isCode(parts["v0"] ?? "", SHA256.self, of: [Data("\(time).".utf8), Data(body)], secret)
    }

    /// Whether Vapi has signed a body: hexadecimal over the time, a dot and the body, by SHA-256 or SHA-512.
    ///
    /// The time may be in seconds, in milliseconds or as ISO 8601 has it: Vapi does not say.
    package static func isVapi(
        _ signature: String,
        at time: String,
        of body: [UInt8],
        secret: Secret,
        now: Date
    ) -> Bool {
        guard let date = date(time), abs(date.timeIntervalSince(now)) <= window else { return false }
        let message = [Data("\(time).".utf8), Data(body)]
        let code = signature.split(separator: "=").last.map(String.init) ?? ""
        return switch code.utf8.count {
        case 64: isCode(code, SHA256.self, of: message, secret)
        case 128: isCode(code, SHA512.self, of: message, secret)
        default: false
        }
    }

    /// Whether a text is a secret. It takes as long whatever the text.
    package static func isSame(_ text: String, _ secret: Secret) -> Bool {
        SHA256.hash(data: Data(text.utf8)) == SHA256.hash(data: Data(secret.text.utf8))
    }

    private static func date(_ text: String) -> Date? {
        guard let number = Double(text), number.isFinite else { return Date(timestamp: text) }
        // Seconds will have eleven digits in the year 5138.
        return Date(timeIntervalSince1970: number >= 1e11 ? number / 1000 : number)
    }

    /// The members of a header such as `v=1,d=2`; the first of each name.
    private static func members(of header: String) -> [String: String] {
        let pairs = header.split(separator: ",").compactMap { part -> (String, String)? in
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2 else { return nil }
            return (pair[0].filter { $0 != " " }, String(pair[1]))
        }
        return Dictionary(pairs) { first, _ in first }
    }

    private static func isCode<Hash: HashFunction>(
        _ hexadecimal: String,
        _ hash: Hash.Type,
        of parts: [Data],
        _ secret: Secret
    ) -> Bool {
        guard let code = bytes(hexadecimal) else { return false }
        let message = parts.reduce(into: Data()) { $0.append($1) }
        let key = SymmetricKey(data: Data(secret.text.utf8))
        return HMAC<Hash>.isValidAuthenticationCode(code, authenticating: message, using: key)
    }

    private static func bytes(_ hexadecimal: String) -> [UInt8]? {
        let digits = Array(hexadecimal.utf8)
        guard digits.count.isMultiple(of: 2),
            digits.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
        else { return nil }
        return stride(from: 0, to: digits.count, by: 2).compactMap { index in
            UInt8(String(decoding: digits[index...index + 1], as: UTF8.self), radix: 16)
        }
    }
}
