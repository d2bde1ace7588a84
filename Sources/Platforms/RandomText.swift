/// Text nobody can guess.
package enum RandomText {
    /// An id of 128 random bits behind a prefix: `con_9f86d081884c7d659a2feaa0c55ad015`.
    package static func identifier(_ prefix: String) -> String { "\(prefix)_\(hexadecimal(bytes: 16))" }

    /// So many random bytes in hexadecimal.
    package static func hexadecimal(bytes count: Int) -> String {
        var generator = SystemRandomNumberGenerator()
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(count * 2)
        for _ in 0..<count {
            let byte = UInt8.random(in: 0...255, using: &generator)
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 0xF)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
