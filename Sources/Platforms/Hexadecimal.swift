extension Sequence<UInt8> {
    /// Two digits for each byte, in lower case.
    package var hexadecimalText: String {
        let bytes = Array(self)
        return String(unsafeUninitializedCapacity: bytes.count * 2) { text in
            for (place, byte) in bytes.enumerated() {
                text[place * 2] = Self.digit(byte >> 4)
                text[place * 2 + 1] = Self.digit(byte & 0xF)
            }
            return bytes.count * 2
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
