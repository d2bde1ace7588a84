/// The id of a record in its long form: fifteen characters whose case counts, and a checksum of their case.
struct RecordId: Hashable, Sendable, CustomStringConvertible {
    /// Eighteen characters.
    let text: String

    var description: String { text }
    var prefix: String { String(text.prefix(3)) }

    /// The form without the checksum.
    var short: String { String(text.prefix(15)) }

    /// Takes fifteen characters, or eighteen with the right checksum; nil for anything else.
    init?(_ text: some StringProtocol) {
        guard text.utf8.allSatisfy({ Self.alphabet.contains($0) }) else { return nil }
        let short = text.utf8.prefix(15)
        guard short.count == 15 else { return nil }
        let long = String(decoding: short, as: UTF8.self) + Self.checksum(of: Array(short))
        guard text.utf8.count == 15 || text == long else { return nil }
        self.text = long
    }

    /// Makes the id of the `number`th record ever created in the org.
    init(prefix: String, number: Int) {
        var digits: [UInt8] = []
        var rest = number
        while digits.count < 9 {
            digits.append(Self.digits[rest % 62])
            rest /= 62
        }
        let short = Array("\(prefix)Sb0".utf8) + digits.reversed()
        text = String(decoding: short, as: UTF8.self) + Self.checksum(of: short)
    }

    /// One character for each group of five: the number whose bits tell which of the five are capital letters.
    private static func checksum(of short: [UInt8]) -> String {
        var suffix: [UInt8] = []
        for group in stride(from: 0, to: 15, by: 5) {
            var bits = 0
            for offset in 0..<5 where (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(short[group + offset]) {
                bits |= 1 << offset
            }
            suffix.append(checksumCharacters[bits])
        }
        return String(decoding: suffix, as: UTF8.self)
    }

    private static let checksumCharacters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ012345".utf8)
    private static let digits = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
    private static let alphabet = Set(digits)
}
