extension Lexer {
    /// Reads a quoted string with its escapes and placeholders.
    mutating func readString() throws(SyntaxError) -> StringLiteral {
        let start = cursor.position
        cursor.advance()
        var literal = StringLiteral(pieces: [])
        var textStart = cursor.offset
        while let byte = cursor.peek() {
            switch byte {
            case UInt8(ascii: "'"):
                literal.append(.text(cursor.text(from: textStart)))
                cursor.advance()
                if cursor.peek() == UInt8(ascii: "'") { throw doubledQuote() }
                return literal
            case UInt8(ascii: "\\"):
                literal.append(.text(cursor.text(from: textStart)))
                literal.append(try readEscape())
                textStart = cursor.offset
            case UInt8(ascii: "{") where acceptsPlaceholders && cursor.isAtPlaceholder:
                literal.append(.text(cursor.text(from: textStart)))
                literal.append(.placeholder(try cursor.readPlaceholder()))
                textStart = cursor.offset
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                throw SyntaxError(
                    .unreadable,
                    at: cursor.position,
                    #"a string cannot go over a line end; close it with ' or write \n"#
                )
            default:
                cursor.advance()
            }
        }
        throw SyntaxError(.unexpected(found: "<EOF>"), at: start, "the string that starts here is never closed with '")
    }

    private func doubledQuote() -> SyntaxError {
        SyntaxError(
            .unexpected(found: "'"),
            at: cursor.position,
            #"'' does not stand for a quote in a string; write \'"#
        )
    }

    private mutating func readEscape() throws(SyntaxError) -> StringLiteral.Piece {
        let start = cursor.position
        cursor.advance()
        guard let byte = cursor.peek() else { throw unknownEscape(at: start) }
        switch byte {
        case UInt8(ascii: "u"): return .text(String(Character(try readUnicodeEscape(at: start))))
        case UInt8(ascii: "%"), UInt8(ascii: "_"):
            cursor.advance()
            return .escaped(byte == UInt8(ascii: "%") ? "%" : "_")
        default:
            guard let text = Lexer.escapes[byte] else { throw unknownEscape(at: start) }
            cursor.advance()
            return .text(text)
        }
    }

    private static let escapes: [UInt8: String] = [
        UInt8(ascii: "n"): "\n", UInt8(ascii: "N"): "\n",
        UInt8(ascii: "r"): "\r", UInt8(ascii: "R"): "\r",
        UInt8(ascii: "t"): "\t", UInt8(ascii: "T"): "\t",
        UInt8(ascii: "b"): "\u{8}", UInt8(ascii: "B"): "\u{8}",
        UInt8(ascii: "f"): "\u{C}", UInt8(ascii: "F"): "\u{C}",
        UInt8(ascii: "\""): "\"", UInt8(ascii: "'"): "'", UInt8(ascii: "\\"): "\\",
    ]

    private func unknownEscape(at position: SourcePosition) -> SyntaxError {
        SyntaxError(
            .unreadable,
            at: position,
            #"a backslash in a string stands only in \n \r \t \b \f \' \" \\ \_ \% and \uXXXX; write \\ for itself"#
        )
    }

    /// Reads from the `u` of `\uXXXX`; two of them can make a surrogate pair.
    private mutating func readUnicodeEscape(at start: SourcePosition) throws(SyntaxError) -> Unicode.Scalar {
        let first = try readCodeUnit(at: start)
        if let scalar = Unicode.Scalar(first) { return scalar }
        if UTF16.isLeadSurrogate(first), cursor.peek() == UInt8(ascii: "\\"), cursor.peek(1) == UInt8(ascii: "u") {
            cursor.advance()
            let second = try readCodeUnit(at: start)
            if UTF16.isTrailSurrogate(second) { return UTF16.decode(UTF16.EncodedScalar([first, second])) }
        }
        throw SyntaxError(.unreadable, at: start, #"this \u escape is half of a surrogate pair"#)
    }

    private mutating func readCodeUnit(at start: SourcePosition) throws(SyntaxError) -> UInt16 {
        cursor.advance()
        let digits = cursor.offset..<min(cursor.offset + 4, cursor.bytes.count)
        guard digits.count == 4, cursor.bytes[digits].allSatisfy(\.isHexDigit),
            let unit = UInt16(cursor.text(digits), radix: 16)
        else {
            throw SyntaxError(.unreadable, at: start, #"\u takes four hexadecimal digits, as in \u00e9"#)
        }
        cursor.advance(byASCII: 4)
        return unit
    }
}

extension UInt8 {
    fileprivate var isHexDigit: Bool { isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self | 0x20) }
}
