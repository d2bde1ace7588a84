/// Text nobody can guess.
package enum RandomText {
    /// An id of 128 random bits behind a prefix: `con_9f86d081884c7d659a2feaa0c55ad015`.
    package static func identifier(_ prefix: String) -> String { "\(prefix)_\(hexadecimal(bytes: 16))" }

    /// So many random bytes in hexadecimal.
    package static func hexadecimal(bytes count: Int) -> String {
        var generator = SystemRandomNumberGenerator()
        // The system is asked for eight bytes at a time, however few are used.
        var bits: UInt64 = 0
        return (0..<count).map { index in
            bits = index % 8 == 0 ? generator.next() : bits >> 8
            return UInt8(truncatingIfNeeded: bits)
        }.hexadecimalText
    }
}
