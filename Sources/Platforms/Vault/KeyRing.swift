import Crypto
import FoundationEssentials

/// The keys secrets are sealed under: a current one for sealing, and older ones that still open what they sealed.
package struct KeyRing: Sendable {
    private(set) var keys: [(id: String, key: SymmetricKey)]

    /// A ring with one new key.
    package init() { keys = [Self.newKey()] }

    /// Reads the text of a ring: one key of 32 bytes a line, in Base 64, the current one first. Lines that begin with
    /// `#` are remarks.
    package init(parsing text: String) throws(VaultError) {
        keys = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = line.filter { !$0.isWhitespace }
            guard !line.isEmpty, !line.hasPrefix("#") else { continue }
            guard let bytes = Base64URL.decoded(line.filter { $0 != "=" }), bytes.count == 32 else {
                throw .malformedKeys("line \(index + 1) is not a key of 32 bytes in Base 64.")
            }
            keys.append(Self.entry(SymmetricKey(data: bytes)))
        }
        guard !keys.isEmpty else { throw .malformedKeys("there is none.") }
    }

    /// The same keys behind a new one, which is the current one from now on.
    package func rotated() -> KeyRing {
        var ring = self
        ring.keys.insert(Self.newKey(), at: 0)
        return ring
    }

    /// The current key alone, for when everything was sealed again.
    package func withoutOlderKeys() -> KeyRing {
        var ring = self
        ring.keys = Array(keys.prefix(1))
        return ring
    }

    /// The ids of the keys, the current one first. They say nothing about the keys.
    package var ids: [String] { keys.map(\.id) }

    /// The text ``init(parsing:)`` reads.
    package var text: Secret {
        let lines = keys.map { entry in
            entry.key.withUnsafeBytes { Base64URL.encoded(Array($0)) } + "\n"
        }
        return Secret(
            """
            # The keys of Switchboard's vault, the current one first. Whoever has them can read its secrets.
            \(lines.joined())
            """
        )
    }

    func key(_ id: String) -> SymmetricKey? { keys.first { $0.id == id }?.key }

    private static func newKey() -> (id: String, key: SymmetricKey) { entry(SymmetricKey(size: .bits256)) }

    private static func entry(_ key: SymmetricKey) -> (id: String, key: SymmetricKey) {
        // A code under the key, not a digest of it: it must not help to guess a key.
        let code = HMAC<SHA256>.authenticationCode(for: Array("switchboard vault key".utf8), using: key)
        return (code.prefix(6).hexadecimalText, key)
    }
}

extension KeyRing: CustomStringConvertible, CustomReflectable {
    package var description: String { "KeyRing(\(ids.joined(separator: ", ")))" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
