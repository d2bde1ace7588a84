extension Parser {
    /// What stands on the right of an operator.
    mutating func value(for comparisonOperator: Comparison.Operator) throws(SyntaxError) -> Value {
        if case .placeholder(let placeholder) = token.kind {
            try advance()
            return .placeholder(placeholder)
        }
        switch comparisonOperator {
        case .in, .notIn:
            try expect(.leftParenthesis, orElse: "( and a list or subquery after IN")
            if at(.select) { return .subquery(try subquery()) }
            return try valueList()
        case .includes, .excludes:
            try expect(.leftParenthesis, orElse: "( and a list after \(comparisonOperator.rawValue)")
            return try valueList()
        case .like:
            guard case .string(let pattern) = token.kind else { throw unexpected("a pattern in quotes after LIKE") }
            try advance()
            return .literal(.string(pattern))
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
            if at(.leftParenthesis) { throw unexpected("one value", remedy: "use IN to compare with a list") }
            if at(.equal) { throw unexpected("a value", remedy: "write = only once") }
            return try single(after: comparisonOperator.rawValue)
        }
    }

    /// The rest of a list of values in parentheses.
    private mutating func valueList() throws(SyntaxError) -> Value {
        let values = try list { (parser) throws(SyntaxError) in try parser.single(after: "the list's ( or ,") }
        try expect(.rightParenthesis, orElse: ", or ) after a value of the list")
        return .list(values)
    }

    /// A literal or a placeholder.
    private mutating func single(after before: String) throws(SyntaxError) -> Value {
        if case .placeholder(let placeholder) = token.kind {
            try advance()
            return .placeholder(placeholder)
        }
        guard let literal = try literal() else {
            guard case .word(let keyword) = token.kind, keyword?.isReserved != true else {
                throw unexpected("a value after \(before)")
            }
            throw unexpected("a value after \(before)", remedy: "text stands in single quotes")
        }
        return .literal(literal)
    }

    /// A constant; nil, without moving, when the next token is none.
    mutating func literal() throws(SyntaxError) -> Literal? {
        let literal: Literal
        switch token.kind {
        case .string(let string): literal = .string(string)
        case .number: literal = .number(tokenText)
        case .date: literal = .date(tokenText)
        case .dateTime: literal = .dateTime(tokenText)
        case .time: literal = .time(tokenText)
        case .currency: literal = currency()
        case .word(.null): literal = .null
        case .word(.true): literal = .boolean(true)
        case .word(.false): literal = .boolean(false)
        case .word:
            if CurrencyLiteral.isWhole(lexer.cursor.bytes[token.position.offset..<token.end]) {
                literal = currency()
            } else {
                return try dateLiteral()
            }
        case .symbol, .placeholder, .end: return nil
        }
        try advance()
        return literal
    }

    /// `USD5000` or `USD5000.01`
    private func currency() -> Literal {
        let text = tokenText
        return .currency(code: String(text.prefix(3)), amount: String(text.dropFirst(3)))
    }

    /// `TODAY` or `LAST_N_DAYS:30`; nil, without moving, when the word is no date literal.
    private mutating func dateLiteral() throws(SyntaxError) -> Literal? {
        let name = Name(tokenText, position: token.position)
        guard let dateLiteral = DateLiteral(name) else { return nil }
        try advance()
        guard dateLiteral.takesCount else {
            if at(.colon) {
                throw SyntaxError(
                    .unexpected(found: ":"),
                    at: token.position,
                    "\(dateLiteral.rawValue) takes no count, so : cannot follow it"
                )
            }
            return .dateLiteral(name, nil)
        }
        let form = "a count after \(dateLiteral.rawValue), as in \(dateLiteral.rawValue):30"
        try expect(.colon, orElse: form)
        return .dateLiteral(name, try count(form))
    }
}
