import Crypto
import FoundationEssentials

/// Encrypts what must be kept and not be seen: AES-GCM with 256 bits, under the keys of a ring.
package struct Vault: Sendable {
    private let ring: KeyRing

    package init(_ ring: KeyRing) { self.ring = ring }

    /// Encrypts a secret for an owner, such as `connection/con_9f86…/refresh-token`.
    ///
    /// Only that owner can open it: a sealed secret moved to another place in the database is worth nothing there.
    package func seal(_ secret: Secret, for owner: String) throws(VaultError) -> SealedSecret {
        guard let current = ring.keys.first,
            let box = try? AES.GCM.seal(
                Array(secret.text.utf8),
                using: current.key,
                authenticating: Self.context(of: owner)
            ),
            let combined = box.combined
        else { throw .damaged }
        return SealedSecret(keyID: current.id, box: Array(combined))
    }

    /// Decrypts a secret of an owner.
    package func open(_ sealed: SealedSecret, for owner: String) throws(VaultError) -> Secret {
        guard let parts = sealed.parts else { throw .damaged }
        guard let key = ring.key(parts.keyID) else { throw .unknownKey(id: parts.keyID) }
        guard let box = try? AES.GCM.SealedBox(combined: parts.box),
            let bytes = try? AES.GCM.open(box, using: key, authenticating: Self.context(of: owner)),
            let text = String(validating: bytes, as: UTF8.self)
        else { throw .damaged }
        return Secret(text)
    }

    /// Whether a secret is sealed under the current key.
    package func isCurrent(_ sealed: SealedSecret) -> Bool { sealed.keyID == ring.ids.first }

    /// The same secret under the current key.
    package func reseal(_ sealed: SealedSecret, for owner: String) throws(VaultError) -> SealedSecret {
        isCurrent(sealed) ? sealed : try seal(open(sealed, for: owner), for: owner)
    }

    private static func context(of owner: String) -> [UInt8] { Array("switchboard/v1/\(owner)".utf8) }
}
