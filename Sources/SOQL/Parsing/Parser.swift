/// Reads a query or search, with one method for each production of the grammar.
///
/// A method starts at the first token of its production and stops at the first token after it.
struct Parser {
    /// How deep functions and subqueries may nest. Salesforce takes far fewer, and recursion stays far from the end of
    /// any thread's stack.
    static let maximumDepth = 20
    /// How many parentheses of conditions may be open at once.
    static let maximumParentheses = 100
    /// How many characters Salesforce takes.
    static let maximumLength = 100_000

    var lexer: Lexer
    /// The token that is read next.
    private(set) var token: Token
    private var depth = 0
    private var openParentheses = 0

    init(_ text: String, acceptsPlaceholders: Bool) throws(SyntaxError) {
        guard text.unicodeScalars.count <= Parser.maximumLength else {
            throw SyntaxError(.tooLarge, at: .start, "the text is longer than \(Parser.maximumLength) characters")
        }
        lexer = Lexer(text, acceptsPlaceholders: acceptsPlaceholders)
        token = try lexer.next()
    }

    mutating func advance() throws(SyntaxError) { token = try lexer.next() }

    /// The token after the next one.
    func peek() throws(SyntaxError) -> Token {
        var ahead = lexer
        return try ahead.next()
    }

    // MARK: Keywords and symbols

    func at(_ keyword: Keyword) -> Bool { token.keyword == keyword }

    func at(_ symbol: Token.Symbol) -> Bool { token.symbol == symbol }

    mutating func take(_ keyword: Keyword) throws(SyntaxError) -> Bool {
        guard at(keyword) else { return false }
        try advance()
        return true
    }

    mutating func take(_ symbol: Token.Symbol) throws(SyntaxError) -> Bool {
        guard at(symbol) else { return false }
        try advance()
        return true
    }

    mutating func expect(_ keyword: Keyword) throws(SyntaxError) {
        guard try take(keyword) else { throw unexpected(keyword.rawValue) }
    }

    mutating func expect(_ symbol: Token.Symbol, orElse expected: String? = nil) throws(SyntaxError) {
        guard try take(symbol) else { throw unexpected(expected ?? symbol.rawValue) }
    }

    /// Refuses anything after the end of the whole text.
    mutating func expectEnd(of what: String) throws(SyntaxError) {
        if case .end = token.kind { return }
        throw unexpected("the end of the \(what)")
    }

    /// `item, item, …`
    mutating func list<Item>(
        of item: (inout Parser) throws(SyntaxError) -> Item
    ) throws(SyntaxError) -> [Item] {
        var items = [try item(&self)]
        while try take(.comma) { items.append(try item(&self)) }
        return items
    }

    // MARK: Nesting

    /// Goes one level deeper; `leave` comes back. An error ends the parse, so it need not come back.
    mutating func enter() throws(SyntaxError) {
        depth += 1
        guard depth <= Parser.maximumDepth else {
            throw SyntaxError(
                .tooLarge,
                at: token.position,
                "functions and subqueries are nested more than \(Parser.maximumDepth) levels deep"
            )
        }
    }

    mutating func leave() { depth -= 1 }

    /// Takes the opening parenthesis of a condition, if it is there.
    mutating func openParenthesis() throws(SyntaxError) -> Bool {
        guard at(.leftParenthesis) else { return false }
        openParentheses += 1
        guard openParentheses <= Parser.maximumParentheses else {
            throw SyntaxError(
                .tooLarge,
                at: token.position,
                "more than \(Parser.maximumParentheses) parentheses are open at once"
            )
        }
        try advance()
        return true
    }

    mutating func closeParenthesis() throws(SyntaxError) {
        try expect(.rightParenthesis, orElse: "AND, OR or )")
        openParentheses -= 1
    }

    // MARK: Errors

    var tokenText: String { lexer.text(of: token) }

    /// The error that the next token is not what the grammar wants here.
    func unexpected(_ expected: String, remedy: String? = nil) -> SyntaxError {
        let remedy = remedy.map { "; " + $0 } ?? ""
        switch token.kind {
        case .symbol(.colon):
            return apexOnly("a bind variable such as :name", remedy: "write the value itself")
        case .end:
            return SyntaxError(
                .unexpected(found: "<EOF>"),
                at: token.position,
                "expected \(expected), but the text ends here\(remedy)"
            )
        default:
            let found = tokenText
            let shown = found.count > 40 ? found.prefix(40) + "…" : found[...]
            return SyntaxError(
                .unexpected(found: found),
                at: token.position,
                "expected \(expected), but found \(shown)\(remedy)"
            )
        }
    }

    /// The error that the next token starts a form which only Apex knows.
    func apexOnly(_ form: String, remedy: String) -> SyntaxError {
        SyntaxError(.apexOnly, at: token.position, "\(form) is an Apex-only form; \(remedy)")
    }
}
