/// Why a secret could not be sealed or opened, or the keys not be read.
package enum VaultError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The key it was sealed under is not on the ring.
    case unknownKey(id: String)
    /// It was changed, belongs to another owner, or is no sealed secret.
    case damaged
    /// The text holds no keys as ``KeyRing`` writes them.
    case malformedKeys(String)
    /// The key file can't be read or written.
    case unusableFile(path: String, reason: String)
    /// Others on this machine can read the key file.
    case exposedFile(path: String)

    package var description: String {
        switch self {
        case .unknownKey(let id): "A secret is sealed under the key \(id), which is not among the given keys."
        case .damaged: "A sealed secret is damaged, or was taken from another place."
        case .malformedKeys(let reason): "The vault's keys can't be read: \(reason)"
        case .unusableFile(let path, let reason): "The key file \(path) can't be used: \(reason)"
        case .exposedFile(let path):
            "The key file \(path) can be read by others. Take their rights away: chmod 600 \(path)"
        }
    }
}
