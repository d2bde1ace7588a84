/// The smallest piece of a query that means something.
struct Token {
    enum Kind {
        /// A name; the keyword it could also be.
        case word(Keyword?)
        case symbol(Symbol)
        case string(StringLiteral)
        case number
        case date
        case dateTime
        case time
        /// A currency literal with decimals. One without is a word until a value is asked for.
        case currency
        case placeholder(Placeholder)
        case end
    }

    enum Symbol: String {
        case comma = ","
        case period = "."
        case colon = ":"
        case leftParenthesis = "("
        case rightParenthesis = ")"
        case equal = "="
        case notEqual = "!="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
    }

    var kind: Kind
    var position: SourcePosition
    /// UTF-8 bytes before the end of the token.
    var end: Int

    var keyword: Keyword? {
        guard case .word(let keyword) = kind else { return nil }
        return keyword
    }

    var symbol: Symbol? {
        guard case .symbol(let symbol) = kind else { return nil }
        return symbol
    }
}
