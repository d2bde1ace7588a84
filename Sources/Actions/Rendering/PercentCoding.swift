/// Percent encoding of URL parts (RFC 3986).
package enum PercentCoding {
    /// Appends text with everything but unreserved characters encoded, so that it can stand in any part of a URL.
    package static func encode(_ text: String, into bytes: inout [UInt8]) {
        // A static is looked up behind a lock each time it is named: once a text is enough.
        let isUnreserved = isUnreserved
        let hexadecimal = hexadecimal
        for byte in text.utf8 {
            if isUnreserved[Int(byte)] {
                bytes.append(byte)
            } else {
                bytes.append(UInt8(ascii: "%"))
                bytes.append(hexadecimal[Int(byte >> 4)])
                bytes.append(hexadecimal[Int(byte & 0xF)])
            }
        }
    }

    /// The number of bytes that ``encode(_:into:)`` appends.
    static func encodedLength(of text: String) -> Int {
        let isUnreserved = isUnreserved
        return text.utf8.reduce(0) { $0 + (isUnreserved[Int($1)] ? 1 : 3) }
    }

    /// Text decoded from a URL part, with the place each decoded byte came from.
    struct Decoded {
        var text: String
        /// For each byte of the text, and once more for its end: the UTF-8 offset in the encoded text.
        var origins: [Int]
    }

    /// Decodes `%XX`, and `+` as a space where the part is a query. A `%` that starts no escape stands for itself, as
    /// people type it. Nil when the escapes are not UTF-8.
    static func decode(_ encoded: some StringProtocol, plusIsSpace: Bool) -> Decoded? {
        let source = Array(encoded.utf8)
        var bytes: [UInt8] = []
        var origins: [Int] = []
        var index = 0
        while index < source.count {
            origins.append(index)
            let byte = source[index]
            if byte == UInt8(ascii: "%"), index + 2 < source.count,
                let high = hexadecimalValue(source[index + 1]), let low = hexadecimalValue(source[index + 2])
            {
                bytes.append(high << 4 | low)
                index += 3
            } else {
                bytes.append(byte == UInt8(ascii: "+") && plusIsSpace ? UInt8(ascii: " ") : byte)
                index += 1
            }
        }
        origins.append(source.count)
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        return Decoded(text: text, origins: origins)
    }

    private static func hexadecimalValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    private static let hexadecimal = Array("0123456789ABCDEF".utf8)

    private static let isUnreserved: [Bool] = {
        var table = [Bool](repeating: false, count: 256)
        for byte in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8 {
            table[Int(byte)] = true
        }
        return table
    }()
}
