import Crypto
import CryptoExtras
import Foundation
import Platforms

/// Turns passwords into what may be kept of them: scrypt, with a salt of their own.
package struct PasswordHashing: Sendable {
    /// The base-2 logarithm of scrypt's N: memory and time.
    package var cost: Int
    /// scrypt's p: time alone.
    package var passes: Int

    package init(cost: Int, passes: Int) {
        self.cost = cost
        self.passes = passes
    }

    /// 32 MiB and three passes, one of the settings OWASP recommends.
    package static let standard = PasswordHashing(cost: 15, passes: 3)

    private static let blockSize = 8
    private static let length = 32
    /// One at a time and beside everything else: whoever tries passwords must not slow down calls.
    private static let queue = DispatchQueue(label: "switchboard.passwords", qos: .utility)

    /// A hash of a password, which says how it was made: `$scrypt$ln=15,r=8,p=3$SALT$HASH`.
    func hash(_ password: Secret) async -> String {
        let salt = Self.randomBytes(16)
        let key = await key(of: password, salt: salt)
        return "$scrypt$ln=\(cost),r=\(Self.blockSize),p=\(passes)$\(salt.base64EncodedString())"
            + "$\(key.withUnsafeBytes { Data($0) }.base64EncodedString())"
    }

    /// Whether a password has a hash. A hash that can't be read is nobody's; the time it takes is the same.
    static func matches(_ password: Secret, _ hash: String, otherwise hashing: PasswordHashing) async -> Bool {
        let parts = hash.split(separator: "$").map(String.init)
        var known: (hashing: PasswordHashing, salt: Data, key: Data)?
        if parts.count == 4, parts[0] == "scrypt", let hashing = PasswordHashing(parameters: parts[1]),
            let salt = Data(base64Encoded: parts[2]), let key = Data(base64Encoded: parts[3]), key.count == length
        {
            known = (hashing, salt, key)
        }
        let key = await (known?.hashing ?? hashing).key(of: password, salt: known?.salt ?? randomBytes(16))
        guard let known else { return false }
        // Keys are compared in constant time.
        return key == SymmetricKey(data: known.key)
    }

    private init?(parameters: String) {
        let values = parameters.split(separator: ",").map { $0.split(separator: "=") }
        guard values.count == 3, values.allSatisfy({ $0.count == 2 }), values[0][0] == "ln", values[1][0] == "r",
            values[2][0] == "p", let cost = Int(values[0][1]), let passes = Int(values[2][1]),
            Int(values[1][1]) == Self.blockSize, (1...17).contains(cost), (1...16).contains(passes)
        else { return nil }
        self.init(cost: cost, passes: passes)
    }

    private func key(of password: Secret, salt: Data) async -> SymmetricKey {
        let (cost, passes) = (cost, passes)
        // The same character can be typed in more ways than one.
        let bytes = Data(password.text.precomposedStringWithCompatibilityMapping.utf8)
        return await withCheckedContinuation { continuation in
            Self.queue.async {
                let key = try? KDF.Scrypt.deriveKey(
                    from: bytes,
                    salt: salt,
                    outputByteCount: Self.length,
                    rounds: 1 << cost,
                    blockSize: Self.blockSize,
                    parallelism: passes
                )
                // Without memory for it nobody comes in: a new key is like no other.
                continuation.resume(returning: key ?? SymmetricKey(size: .bits256))
            }
        }
    }

    private static func randomBytes(_ count: Int) -> Data {
        var generator = SystemRandomNumberGenerator()
        return Data((0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }
}
