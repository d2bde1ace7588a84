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
        // The system is asked for eight bytes at a time, however few are used.
        var bits: UInt64 = 0
        for index in 0..<count {
            if index % 8 == 0 { bits = generator.next() }
            text.append(digits[Int(bits >> 4 & 0xF)])
            text.append(digits[Int(bits & 0xF)])
            bits >>= 8
        }
        return String(decoding: text, as: UTF8.self)
    }
}
