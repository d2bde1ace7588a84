extension Placeholder {
    /// A stretch of a template text.
    package enum Segment: Hashable, Sendable {
        case text(String)
        case placeholder(Placeholder)
    }

    /// Splits any text, such as a path or the content of a JSON string, into the text between its placeholders and the
    /// placeholders themselves. No text segment is empty, and no two follow each other.
    package static func split(_ text: String) throws(SyntaxError) -> [Segment] {
        var cursor = Cursor(text)
        var segments: [Segment] = []
        var start = 0
        while cursor.peek() != nil {
            guard cursor.isAtPlaceholder else {
                cursor.advance()
                continue
            }
            if start < cursor.offset { segments.append(.text(cursor.text(from: start))) }
            segments.append(.placeholder(try cursor.readPlaceholder()))
            start = cursor.offset
        }
        if start < cursor.offset { segments.append(.text(cursor.text(from: start))) }
        return segments
    }
}

extension Cursor {
    /// Reads a placeholder from its opening braces to its closing ones.
    mutating func readPlaceholder() throws(SyntaxError) -> Placeholder {
        let start = position
        advance(byASCII: 2)
        skipWhitespace()
        let path = try readPlaceholderPath()
        skipWhitespace()
        var filters: [String] = []
        while peek() == UInt8(ascii: "|") {
            advance()
            skipWhitespace()
            filters.append(try readPlaceholderName())
            skipWhitespace()
        }
        guard peek() == UInt8(ascii: "}"), peek(1) == UInt8(ascii: "}") else { throw malformedPlaceholder() }
        advance(byASCII: 2)
        return Placeholder(path, filters: filters, position: start)
    }

    private mutating func readPlaceholderPath() throws(SyntaxError) -> String {
        let start = offset
        _ = try readPlaceholderName()
        while true {
            switch peek() {
            case UInt8(ascii: "."):
                advance()
                _ = try readPlaceholderName()
            case UInt8(ascii: "["):
                advance()
                guard peek()?.isDigit == true else { throw malformedPlaceholder() }
                advance(while: \.isDigit)
                guard peek() == UInt8(ascii: "]") else { throw malformedPlaceholder() }
                advance()
            default:
                return text(from: start)
            }
        }
    }

    private mutating func readPlaceholderName() throws(SyntaxError) -> String {
        let start = offset
        advance(while: \.isNamePart)
        guard offset > start else { throw malformedPlaceholder() }
        return text(from: start)
    }

    private func malformedPlaceholder() -> SyntaxError {
        let found = peek() == nil ? "the text ends here" : "this one goes wrong at \(character)"
        return SyntaxError(
            .unreadable,
            at: position,
            "a placeholder looks like {{name}}, {{name|filter}} or {{action.records[0].Id}}, but \(found)"
        )
    }
}
