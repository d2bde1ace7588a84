import Crypto
import FoundationEssentials

extension String {
    /// A text nobody can guess, of letters, digits, dots and underscores.
    static func random(length: Int) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._")
        var generator = SystemRandomNumberGenerator()
        return String((0..<length).map { _ in alphabet[Int(generator.next(upperBound: UInt64(alphabet.count)))] })
    }

    /// Whether the text equals a secret, in a time that says nothing about where they differ.
    func matches(secret: String) -> Bool {
        zip(SHA256.hash(data: Data(utf8)), SHA256.hash(data: Data(secret.utf8))).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
