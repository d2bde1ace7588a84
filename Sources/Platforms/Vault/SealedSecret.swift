/// A secret as it is kept: encrypted under one of the vault's keys, for one owner.
///
/// Its text is `v1.KEY.BOX`: the id of the key, and nonce, cipher text and tag in Base 64.
package struct SealedSecret: Hashable, Sendable {
    package let text: String

    /// Takes a text as it was kept. Whether it can be opened shows when it is.
    package init(text: String) { self.text = text }

    init(keyID: String, box: [UInt8]) { text = "\(Self.version).\(keyID).\(Base64URL.encoded(box))" }

    /// The id of the key that opens it; nil when the text is no sealed secret.
    package var keyID: String? { parts?.keyID }

    var parts: (keyID: String, box: [UInt8])? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == Self.version, let box = Base64URL.decoded(parts[2]) else { return nil }
        return (String(parts[1]), box)
    }

    private static let version = "v1"
}
