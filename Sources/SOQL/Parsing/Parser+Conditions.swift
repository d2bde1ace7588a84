extension Parser {
    /// Terms joined by `AND`, or by `OR`, but not by both; or one term after `NOT`. A term is a comparison or a condition
    /// in parentheses.
    ///
    /// The groups of open parentheses wait in a list, not on the call stack, so that a text cannot exhaust the stack.
    mutating func condition() throws(SyntaxError) -> Condition {
        var groups = [ConditionGroup()]
        while true {
            while at(.not) { try join(&groups[groups.count - 1], by: .not) }
            if try openParenthesis() {
                groups.append(ConditionGroup())
                continue
            }
            groups[groups.count - 1].add(.comparison(try comparison()))
            if let condition = try endTerm(of: &groups) { return condition }
        }
    }

    /// Goes on to the next term, closing groups before it; gives the whole condition when there is none.
    private mutating func endTerm(of groups: inout [ConditionGroup]) throws(SyntaxError) -> Condition? {
        while !at(.and) && !at(.or) {
            let condition = groups.removeLast().condition
            if groups.isEmpty { return condition }
            try closeParenthesis()
            groups[groups.count - 1].add(condition)
        }
        try join(&groups[groups.count - 1], by: at(.and) ? .and : .or)
        return nil
    }

    private mutating func join(_ group: inout ConditionGroup, by keyword: Keyword) throws(SyntaxError) {
        try group.join(by: keyword, at: token.position, as: tokenText)
        try advance()
    }

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
            guard at(.in) else {
                throw unexpected(
                    "IN after NOT",
                    remedy: "NOT stands before the whole condition, as in NOT Name LIKE 'A%'"
                )
            }
            found = .notIn
        case .word where tokenText.lowercased() == "is":
            throw unexpected("an operator", remedy: "write = NULL or != NULL")
        default:
            throw unexpected("an operator such as =, !=, <, LIKE or IN")
        }
        try advance()
        return found
    }
}
