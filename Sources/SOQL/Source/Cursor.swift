/// Reads the bytes of a text one after another and knows the place it has reached.
struct Cursor {
    let bytes: [UInt8]
    private(set) var offset = 0
    private var line = 1
    private var lineStart = 0
    /// UTF-8 continuation bytes since the start of the line: they make no column of their own.
    private var continuationBytes = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    var position: SourcePosition {
        SourcePosition(offset: offset, line: line, column: offset - lineStart - continuationBytes + 1)
    }

    func peek(_ distance: Int = 0) -> UInt8? {
        let index = offset + distance
        return index < bytes.count ? bytes[index] : nil
    }

    /// Moves over one byte of any kind.
    mutating func advance() {
        let byte = bytes[offset]
        offset += 1
        if byte == UInt8(ascii: "\n") {
            line += 1
            lineStart = offset
            continuationBytes = 0
        } else if byte & 0b1100_0000 == 0b1000_0000 {
            continuationBytes += 1
        }
    }

    /// Moves over bytes that are known to be ASCII and no line ends.
    mutating func advance(byASCII count: Int) { offset += count }

    mutating func advance(while isWanted: (UInt8) -> Bool) {
        while let byte = peek(), isWanted(byte) { advance() }
    }

    mutating func skipWhitespace() {
        while let byte = peek(), byte.isWhitespace { advance() }
    }

    /// Whether the text goes on with an opening `{{` of a placeholder. Of more than two braces the last two open it.
    var isAtPlaceholder: Bool {
        peek() == UInt8(ascii: "{") && peek(1) == UInt8(ascii: "{") && peek(2) != UInt8(ascii: "{")
    }

    func text(from start: Int) -> String { text(start..<offset) }

    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    /// The character at this place, as a message can show it.
    var character: String {
        var end = min(offset + 1, bytes.count)
        while end < bytes.count, bytes[end] & 0b1100_0000 == 0b1000_0000 { end += 1 }
        let character = text(min(offset, end)..<end)
        guard let scalar = character.unicodeScalars.first, scalar.isInvisible else { return character }
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}

extension Unicode.Scalar {
    fileprivate var isInvisible: Bool {
        switch properties.generalCategory {
        case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse: true
        default: false
        }
    }
}

extension UInt8 {
    var isWhitespace: Bool { self == 0x20 || (0x09...0x0A).contains(self) || self == 0x0D }
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
    var isLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }
    /// Whether a name can go on with this byte.
    var isNamePart: Bool { isLetter || isDigit || self == UInt8(ascii: "_") }
}
