/// Cuts the text of a query into tokens, one at a time.
struct Lexer {
    var cursor: Cursor
    /// Whether the text is a template, in which placeholders can stand.
    let acceptsPlaceholders: Bool

    init(_ text: String, acceptsPlaceholders: Bool) {
        cursor = Cursor(text)
        self.acceptsPlaceholders = acceptsPlaceholders
    }

    mutating func next() throws(SyntaxError) -> Token {
        cursor.skipWhitespace()
        let start = cursor.position
        let kind = try nextKind()
        return Token(kind: kind, position: start, end: cursor.offset)
    }

    /// The characters of a token, as written.
    func text(of token: Token) -> String { cursor.text(token.position.offset..<token.end) }

    private mutating func nextKind() throws(SyntaxError) -> Token.Kind {
        guard let byte = cursor.peek() else { return .end }
        if byte.isLetter { return try readWord() }
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return try readNumberOrDate()
        case UInt8(ascii: "'"): return .string(try readString())
        case UInt8(ascii: ","): return read(.comma)
        case UInt8(ascii: "("): return read(.leftParenthesis)
        case UInt8(ascii: ")"): return read(.rightParenthesis)
        case UInt8(ascii: "="): return read(.equal)
        case UInt8(ascii: ":"): return read(.colon)
        case UInt8(ascii: "."):
            return cursor.peek(1)?.isDigit == true ? try readNumberOrDate() : read(.period)
        case UInt8(ascii: "+"), UInt8(ascii: "-"):
            guard let next = cursor.peek(1), next.isDigit || next == UInt8(ascii: ".") else { throw unreadable() }
            return try readNumberOrDate()
        case UInt8(ascii: "!"):
            guard cursor.peek(1) == UInt8(ascii: "=") else { throw unreadable() }
            return read(.notEqual, length: 2)
        case UInt8(ascii: "<"):
            switch cursor.peek(1) {
            case UInt8(ascii: "="): return read(.lessOrEqual, length: 2)
            case UInt8(ascii: ">"): return read(.notEqual, length: 2)
            default: return read(.less)
            }
        case UInt8(ascii: ">"):
            return cursor.peek(1) == UInt8(ascii: "=") ? read(.greaterOrEqual, length: 2) : read(.greater)
        case UInt8(ascii: "{"):
            return .placeholder(try readPlaceholder())
        default:
            throw unreadable()
        }
    }

    private mutating func read(_ symbol: Token.Symbol, length: Int = 1) -> Token.Kind {
        cursor.advance(byASCII: length)
        return .symbol(symbol)
    }

    private mutating func readWord() throws(SyntaxError) -> Token.Kind {
        let start = cursor.offset
        var fingerprint = Keyword.Fingerprint()
        var end = start
        while end < cursor.bytes.count, cursor.bytes[end].isNamePart {
            fingerprint.combine(cursor.bytes[end])
            end += 1
        }
        cursor.advance(byASCII: end - start)
        let word = cursor.bytes[start..<end]
        if cursor.peek() == UInt8(ascii: "."), cursor.peek(1)?.isDigit == true, CurrencyLiteral.isWhole(word) {
            cursor.advance()
            cursor.advance(while: \.isDigit)
            try requireSeparation(from: "a currency amount")
            return .currency
        }
        if cursor.isAtPlaceholder { throw gluedPlaceholder() }
        return .word(Keyword(word, fingerprint: fingerprint))
    }

    private mutating func readPlaceholder() throws(SyntaxError) -> Placeholder {
        guard cursor.isAtPlaceholder else { throw unreadable() }
        guard acceptsPlaceholders else {
            throw SyntaxError(.unreadable, at: cursor.position, "a placeholder can stand only in a template")
        }
        let placeholder = try cursor.readPlaceholder()
        // {{a}}b would read as a name and its alias, which nobody means.
        if cursor.isAtPlaceholder || cursor.peek()?.isNamePart == true { throw gluedPlaceholder() }
        return placeholder
    }

    /// Refuses a letter, digit or placeholder that follows without a space.
    func requireSeparation(from what: String) throws(SyntaxError) {
        if cursor.isAtPlaceholder { throw gluedPlaceholder() }
        guard let byte = cursor.peek(), byte.isNamePart else { return }
        throw SyntaxError(
            .unreadable,
            at: cursor.position,
            "\(what) ends here, so \(cursor.character) cannot follow without a space"
        )
    }

    private func gluedPlaceholder() -> SyntaxError {
        SyntaxError(
            .unreadable,
            at: cursor.position,
            "outside quotes a placeholder stands for a whole name or value, so nothing can be joined to it"
        )
    }

    private func unreadable() -> SyntaxError {
        let character = cursor.character
        let message =
            switch character {
            case "\"": "text stands in single quotes, not in double quotes"
            case "‘", "’", "“", "”": "text stands in straight single quotes, so \(character) means nothing here"
            case ";": "a query ends without a semicolon"
            case "!": "! alone means nothing; write != or NOT"
            case "*": "* means nothing here; name the fields, or select FIELDS(STANDARD)"
            case "&", "|": "\(character) means nothing here; write AND or OR"
            case "+", "-", "/": "SOQL cannot calculate, so \(character) means nothing here"
            case "{": "{ means nothing here; a placeholder stands in two braces, as in {{name}}"
            default: "the character \(character) means nothing outside quotes"
            }
        return SyntaxError(.unreadable, at: cursor.position, message)
    }
}
