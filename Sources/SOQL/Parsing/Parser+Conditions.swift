extension Parser {
    /// Terms joined by `AND`, or by `OR`, but not by both; or one term after `NOT`.
    mutating func condition() throws(SyntaxError) -> Condition {
        if try take(.not) {
            let negated = try conditionTerm()
            if at(.and) || at(.or) {
                throw mixed("put NOT and what it negates in parentheses, as in (NOT a = 1) \(keywordText) b = 2")
            }
            return .not(negated)
        }
        let first = try conditionTerm()
        if at(.and) { return .all(try conditionTerms(after: first, joinedBy: .and)) }
        if at(.or) { return .any(try conditionTerms(after: first, joinedBy: .or)) }
        return first
    }

    private mutating func conditionTerms(
        after first: Condition,
        joinedBy keyword: Keyword
    ) throws(SyntaxError) -> [Condition] {
        var terms = [first]
        while try take(keyword) {
            if at(.not) {
                throw mixed("put NOT and what it negates in parentheses, as in a = 1 \(keyword.rawValue) (NOT b = 2)")
            }
            terms.append(try conditionTerm())
        }
        if at(.and) || at(.or) {
            throw mixed("AND and OR cannot stand side by side; put parentheses around the terms that belong together")
        }
        return terms
    }

    /// A comparison, or a condition in parentheses.
    private mutating func conditionTerm() throws(SyntaxError) -> Condition {
        if at(.not) { throw mixed("put the second NOT in parentheses, as in NOT (NOT a = 1)") }
        guard at(.leftParenthesis) else { return .comparison(try comparison()) }
        try enter()
        try advance()
        let condition = try condition()
        leave()
        try expect(.rightParenthesis, orElse: ")")
        return condition
    }

    private func mixed(_ message: String) -> SyntaxError {
        SyntaxError(.mixedOperators(found: tokenText), at: token.position, message)
    }

    private var keywordText: String { token.keyword?.rawValue ?? tokenText }

    private mutating func comparison() throws(SyntaxError) -> Comparison {
        let subject = try expression()
        let comparisonOperator = try comparisonOperator()
        return Comparison(subject, comparisonOperator, try value(for: comparisonOperator))
    }

    private mutating func comparisonOperator() throws(SyntaxError) -> Comparison.Operator {
        let found: Comparison.Operator
        switch token.kind {
        case .symbol(.equal): found = .equal
        case .symbol(.notEqual): found = .notEqual
        case .symbol(.less): found = .less
        case .symbol(.lessOrEqual): found = .lessOrEqual
        case .symbol(.greater): found = .greater
        case .symbol(.greaterOrEqual): found = .greaterOrEqual
        case .word(.like): found = .like
        case .word(.in): found = .in
        case .word(.includes): found = .includes
        case .word(.excludes): found = .excludes
        case .word(.not):
            try advance()
            guard at(.in) else { throw unexpected("IN after NOT") }
            found = .notIn
        default:
            throw unexpected("an operator such as =, !=, <, LIKE or IN")
        }
        try advance()
        return found
    }
}
