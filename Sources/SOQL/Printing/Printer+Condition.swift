extension Printer {
    mutating func write(_ condition: Condition) {
        switch condition {
        case .all(let terms): writeTerms(terms, joinedBy: " AND ")
        case .any(let terms): writeTerms(terms, joinedBy: " OR ")
        case .not(let negated):
            write("NOT ")
            writeTerm(negated)
        case .comparison(let comparison): write(comparison)
        }
    }

    private mutating func writeTerms(_ terms: [Condition], joinedBy separator: String) {
        // A group of one joins nothing, so it needs no parentheses of its own inside.
        if terms.count == 1 { return write(terms[0]) }
        var isFirst = true
        for term in terms {
            if !isFirst { write(separator) }
            isFirst = false
            writeTerm(term)
        }
    }

    /// Writes a condition so that it can stand next to AND, OR or NOT.
    private mutating func writeTerm(_ condition: Condition) {
        if case .comparison(let comparison) = condition { return write(comparison) }
        write("(")
        write(condition)
        write(")")
    }

    private mutating func write(_ comparison: Comparison) {
        write(comparison.subject)
        write(" ")
        write(comparison.operator.rawValue)
        write(" ")
        write(comparison.value)
    }

    mutating func write(_ expression: Expression) {
        switch expression {
        case .field(let path): write(path)
        case .function(let call): write(call)
        }
    }

    mutating func write(_ call: FunctionCall) {
        write(call.name)
        write("(")
        writeList(call.arguments) { printer, argument in
            switch argument {
            case .expression(let expression): printer.write(expression)
            case .literal(let literal): printer.write(literal)
            case .placeholder(let placeholder): printer.write(placeholder)
            }
        }
        write(")")
    }

    mutating func write(_ value: Value) {
        switch value {
        case .literal(let literal): write(literal)
        case .placeholder(let placeholder): write(placeholder)
        case .list(let values):
            write("(")
            writeList(values) { $0.write($1) }
            write(")")
        case .subquery(let query):
            write("(")
            write(query)
            write(")")
        }
    }
}
