/// Reads what a search is for: `{Smith AND ("New York" OR Bost*)}`.
struct SearchTermParser {
    /// How deep parentheses may nest. Recursion stays far from the end of any thread's stack.
    static let maximumDepth = 50

    private(set) var cursor: Cursor
    private let acceptsPlaceholders: Bool
    private var token = Token.end
    private var tokenStart = SourcePosition.start
    private var depth = 0

    private enum Token {
        case word(SearchText)
        case phrase(SearchText)
        case placeholder(Placeholder)
        case and
        case or
        case not
        case leftParenthesis
        case rightParenthesis
        /// The closing brace.
        case end
    }

    /// Starts right after `FIND`.
    init(_ cursor: Cursor, acceptsPlaceholders: Bool) {
        self.cursor = cursor
        self.acceptsPlaceholders = acceptsPlaceholders
    }

    /// The term with its braces. Stops right after them.
    mutating func bracedTerm() throws(SyntaxError) -> SearchTerm {
        cursor.skipWhitespace()
        if acceptsPlaceholders, cursor.isAtPlaceholder { return .placeholder(try cursor.readPlaceholder()) }
        switch cursor.peek() {
        case UInt8(ascii: "{"):
            cursor.advance()
        case UInt8(ascii: "'"):
            throw apexOnly("FIND 'text'")
        case UInt8(ascii: ":"):
            throw apexOnly("FIND :variable")
        case nil:
            throw unexpected("<EOF>", "expected a search term in braces after FIND, but the text ends here")
        default:
            throw unexpected(cursor.character, "expected a search term in braces, as in FIND {Smith}")
        }
        try advance()
        if case .end = token { throw unexpected("expected something to search for between { and }") }
        let term = try term()
        guard case .end = token else { throw unexpected("expected a word or } to end the search term") }
        return term
    }

    /// Terms joined by `OR`, which binds less tightly than `AND`.
    private mutating func term() throws(SyntaxError) -> SearchTerm {
        var terms = [try conjunction()]
        while case .or = token {
            try advance()
            terms.append(try conjunction())
        }
        return terms.count == 1 ? terms[0] : .any(terms)
    }

    /// Terms joined by `AND`, by `AND NOT` or by nothing, which means `AND`.
    private mutating func conjunction() throws(SyntaxError) -> SearchTerm {
        var terms = [try primary()]
        while true {
            switch token {
            case .and:
                try advance()
                if case .not = token {
                    try advance()
                    terms.append(.not(try primary()))
                } else {
                    terms.append(try primary())
                }
            case .word, .phrase, .placeholder, .leftParenthesis:
                terms.append(try primary())
            case .not:
                throw unexpected(#"NOT stands only in AND NOT; to search for the word, write "not""#)
            case .or, .rightParenthesis, .end:
                return terms.count == 1 ? terms[0] : .all(terms)
            }
        }
    }

    /// A word, a phrase, or a term in parentheses.
    private mutating func primary() throws(SyntaxError) -> SearchTerm {
        let primary: SearchTerm
        switch token {
        case .word(let text): primary = .word(text)
        case .phrase(let text): primary = .phrase(text)
        case .placeholder(let placeholder): primary = .placeholder(placeholder)
        case .leftParenthesis:
            depth += 1
            guard depth <= SearchTermParser.maximumDepth else {
                throw SyntaxError(
                    .tooLarge,
                    at: tokenStart,
                    "more than \(SearchTermParser.maximumDepth) parentheses are open at once"
                )
            }
            try advance()
            primary = try term()
            depth -= 1
            guard case .rightParenthesis = token else { throw unexpected("expected ) in the search term") }
        case .and, .or, .not:
            throw unexpected(
                #"expected something to search for, but found an operator; to search for the word itself, put it in ""#
            )
        case .rightParenthesis, .end:
            throw unexpected("expected something to search for")
        }
        try advance()
        return primary
    }

    // MARK: Tokens

    private mutating func advance() throws(SyntaxError) {
        cursor.skipWhitespace()
        tokenStart = cursor.position
        switch cursor.peek() {
        case nil: throw unexpected("<EOF>", "the search term is never closed with }")
        case UInt8(ascii: "}"): take(.end)
        case UInt8(ascii: "("): take(.leftParenthesis)
        case UInt8(ascii: ")"): take(.rightParenthesis)
        case UInt8(ascii: "\""): token = .phrase(try readPhrase())
        default: token = SearchTermParser.token(for: try readWord())
        }
    }

    private mutating func take(_ symbol: Token) {
        cursor.advance()
        token = symbol
    }

    private static func token(for text: SearchText) -> Token {
        guard text.pieces.count == 1 else { return .word(text) }
        switch text.pieces[0] {
        case .placeholder(let placeholder): return .placeholder(placeholder)
        case .text(let word):
            return switch SearchOperator(word) {
            case .and?: .and
            case .or?: .or
            case .not?: .not
            case nil: .word(text)
            }
        case .anyCharacter, .anyCharacters: return .word(text)
        }
    }

    private mutating func readPhrase() throws(SyntaxError) -> SearchText {
        cursor.advance()
        var text = SearchText("")
        while cursor.peek() != UInt8(ascii: "\"") {
            guard cursor.peek() != nil else { throw unexpected("<EOF>", #"the phrase is never closed with ""#) }
            try readPiece(into: &text) { $0 == UInt8(ascii: "\"") }
        }
        cursor.advance()
        guard !text.pieces.isEmpty else { throw unexpected(#""""#, "expected something to search for in the phrase") }
        return text
    }

    private mutating func readWord() throws(SyntaxError) -> SearchText {
        let endsWord = { (byte: UInt8) in
            byte.isWhitespace || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "(") || byte == UInt8(ascii: ")")
                || byte == UInt8(ascii: "\"")
        }
        var text = SearchText("")
        while let byte = cursor.peek(), !endsWord(byte) { try readPiece(into: &text, until: endsWord) }
        return text
    }

    /// Reads a wildcard, an escaped character, a placeholder or a run of ordinary characters.
    private mutating func readPiece(
        into text: inout SearchText,
        until isEnd: (UInt8) -> Bool
    ) throws(SyntaxError) {
        switch cursor.peek() {
        case UInt8(ascii: "*"):
            cursor.advance()
            text.append(.anyCharacters)
        case UInt8(ascii: "?"):
            cursor.advance()
            text.append(.anyCharacter)
        case UInt8(ascii: "\\"):
            text.append(.text(try readEscape()))
        case UInt8(ascii: "{") where acceptsPlaceholders && cursor.isAtPlaceholder:
            text.append(.placeholder(try cursor.readPlaceholder()))
        case let byte? where byte.isReservedInSearch:
            throw SyntaxError(
                .unreadable,
                at: cursor.position,
                #"\#(cursor.character) has a meaning of its own in a search term; write \\#(cursor.character) for itself"#
            )
        default:
            let start = cursor.offset
            cursor.advance { !isEnd($0) && !$0.isReservedInSearch }
            text.append(.text(cursor.text(from: start)))
        }
    }

    private mutating func readEscape() throws(SyntaxError) -> String {
        let start = cursor.position
        cursor.advance()
        guard let byte = cursor.peek(), byte.isReservedInSearch else {
            throw SyntaxError(
                .unreadable,
                at: start,
                #"a backslash in a search term stands only before one of ? & | ! { } [ ] ( ) ^ ~ * : \ " ' + -"#
            )
        }
        cursor.advance()
        return String(UnicodeScalar(byte))
    }

    // MARK: Errors

    private func unexpected(_ message: String) -> SyntaxError {
        let found = cursor.text(from: tokenStart.offset)
        return SyntaxError(.unexpected(found: found), at: tokenStart, message)
    }

    private func unexpected(_ found: String, _ message: String) -> SyntaxError {
        SyntaxError(.unexpected(found: found), at: cursor.position, message)
    }

    private func apexOnly(_ form: String) -> SyntaxError {
        SyntaxError(
            .apexOnly,
            at: cursor.position,
            "\(form) is an Apex-only form; over REST the search term stands in braces, as in FIND {Smith}"
        )
    }
}
