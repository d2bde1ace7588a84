import Crypto
package import Platforms

/// The tokens people and agents prove themselves with.
package enum Tokens {
    package enum Kind: String, Sendable, CaseIterable {
        case agent, admin, session
        /// For whoever starts Switchboard for the first time.
        case setUp = "setup"

        /// How such a token begins.
        package var prefix: String { "swb_\(rawValue)_" }
    }

    /// A token nobody has seen before.
    package static func new(_ kind: Kind) -> Secret { Secret(kind.prefix + RandomText.hexadecimal(bytes: 32)) }

    /// The kind of a token by how it begins; nil for what is none.
    package static func kind(of text: String) -> Kind? { Kind.allCases.first { text.hasPrefix($0.prefix) } }

    /// What is kept of a token. It is long and random: a plain digest can't be turned back.
    package static func digest(of token: Secret) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let digest = SHA256.hash(data: Array(token.text.utf8))
        return String(unsafeUninitializedCapacity: SHA256.byteCount * 2) { text in
            for (index, byte) in digest.enumerated() {
                text[2 * index] = digits[Int(byte >> 4)]
                text[2 * index + 1] = digits[Int(byte & 0xF)]
            }
            return SHA256.byteCount * 2
        }
    }
}
