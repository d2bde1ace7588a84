import GRDB
import SOQL

extension QueryCompiler {
    /// How deep in a condition a comparison stands.
    enum Nesting {
        /// Alone, or one of the conditions all of which must hold.
        case top
        case underOr
        case nested
    }

    /// Compiles a condition into SQL that is true, or false, or null for false.
    mutating func condition(_ condition: Condition, nesting: Nesting = .top) throws(QueryFault) -> SQLFragment {
        switch condition {
        case .all(let members):
            var compiled: [SQLFragment] = []
            for member in members { compiled.append(try self.condition(member, nesting: nesting)) }
            return .all(compiled)
        case .any(let members):
            var compiled: [SQLFragment] = []
            for member in members { compiled.append(try self.condition(member, nesting: .underOr)) }
            return .any(compiled)
        case .not(let negated):
            // A comparison with nothing is false in SOQL, so its negation is true; in SQL both are null.
            return "((\(try self.condition(negated, nesting: .nested))) IS NOT TRUE)"
        case .comparison(let comparison):
            return try self.comparison(comparison, nesting: nesting)
        }
    }

    private mutating func comparison(_ comparison: Comparison, nesting: Nesting) throws(QueryFault) -> SQLFragment {
        if case .subquery(let query) = comparison.value {
            return try semiJoin(comparison, with: query, nesting: nesting)
        }
        let subject = try comparedOperand(comparison.subject)
        try checkOperator(comparison.operator, on: subject)
        switch comparison.operator {
        case .equal: return try equal(subject, try literal(comparison.value))
        case .notEqual: return try notEqual(subject, try literal(comparison.value))
        case .less, .lessOrEqual, .greater, .greaterOrEqual:
            return try inequality(subject, comparison.operator, try literal(comparison.value))
        case .like: return try like(subject, try literal(comparison.value))
        case .in: return try isIn(subject, try literals(comparison.value))
        case .notIn:
            return "((\(try isIn(subject, try literals(comparison.value)))) IS NOT TRUE)"
        case .includes: return try includes(subject, try literals(comparison.value))
        case .excludes: return "((\(try includes(subject, try literals(comparison.value)))) IS NOT TRUE)"
        }
    }

    /// What a condition compares: in `HAVING`, something of the group; in `WHERE`, a filterable field.
    private mutating func comparedOperand(_ expression: Expression) throws(QueryFault) -> Operand {
        if grouping?.isFiltering == true { return try groupedOperand(expression) }
        let operand = try operand(expression)
        guard !operand.isAggregate else {
            throw .malformed("Aggregate function is not allowed in WHERE clause", at: expression.position)
        }
        guard let field = operand.field ?? operand.standsFor else { return operand }
        if field.field.type == .address {
            let message = "Address fields can only be filtered using Distance expressions"
            throw QueryFault(.invalidField, message, at: field.position)
        }
        guard field.field.isFilterable, field.field.type != .base64 else {
            throw .cannot(be: "filtered", field.field.name, at: field.position)
        }
        guard operand.type == .boolean, !field.steps.isEmpty else { return operand }
        // Where a condition takes null for false, so is the check box of a record that is not there.
        var checkBox = operand
        checkBox.expression = "coalesce(\(operand.expression), 0)"
        return checkBox
    }

    private func checkOperator(_ comparison: Comparison.Operator, on subject: Operand) throws(QueryFault) {
        let isAllowed: Bool =
            switch comparison {
            case .equal, .notEqual, .in, .notIn: !subject.isDistance
            case .like: subject.type.isText && subject.type != .multipicklist
            case .includes, .excludes: subject.type == .multipicklist
            case .less, .lessOrEqual, .greater, .greaterOrEqual:
                subject.type != .boolean && subject.type != .multipicklist
            }
        guard isAllowed else { throw .invalidOperator(on: subject.type.nameInMessages, at: subject.position) }
    }

    private func equal(_ subject: Operand, _ literal: Literal) throws(QueryFault) -> SQLFragment {
        if let range = try range(of: literal, for: subject) {
            return "(\(subject.expression) >= \(value: range.lower) AND \(subject.expression) < \(value: range.upper))"
        }
        let value = try argument(literal, for: subject)
        guard value.isNull else { return "\(subject.expression) = \(value: value)" }
        return subject.type == .boolean ? "coalesce(\(subject.expression), 0) = 0" : "\(subject.expression) IS NULL"
    }

    private func notEqual(_ subject: Operand, _ literal: Literal) throws(QueryFault) -> SQLFragment {
        if try range(of: literal, for: subject) != nil {
            return "((\(try equal(subject, literal))) IS NOT TRUE)"
        }
        let value = try argument(literal, for: subject)
        guard value.isNull else { return "\(subject.expression) IS NOT \(value: value)" }
        return subject.type == .boolean ? "\(subject.expression) = 1" : "\(subject.expression) IS NOT NULL"
    }

    private func inequality(
        _ subject: Operand,
        _ comparison: Comparison.Operator,
        _ literal: Literal
    ) throws(QueryFault) -> SQLFragment {
        if let range = try range(of: literal, for: subject) {
            return switch comparison {
            case .less: "\(subject.expression) < \(value: range.lower)"
            case .lessOrEqual: "\(subject.expression) < \(value: range.upper)"
            case .greater: "\(subject.expression) >= \(value: range.upper)"
            default: "\(subject.expression) >= \(value: range.lower)"
            }
        }
        let value = try argument(literal, for: subject)
        return switch comparison {
        case .less: "\(subject.expression) < \(value: value)"
        case .lessOrEqual: "\(subject.expression) <= \(value: value)"
        case .greater: "\(subject.expression) > \(value: value)"
        default: "\(subject.expression) >= \(value: value)"
        }
    }

    private func isIn(_ subject: Operand, _ literals: [Literal]) throws(QueryFault) -> SQLFragment {
        var alternatives: [SQLFragment] = []
        var values: [SQLFragment] = []
        for literal in literals {
            if case .dateLiteral = literal {
                alternatives.append(try equal(subject, literal))
                continue
            }
            let value = try argument(literal, for: subject)
            if value.isNull {
                alternatives.append(try equal(subject, .null))
            } else {
                values.append("\(value: value)")
            }
        }
        if !values.isEmpty { alternatives.append("\(subject.expression) IN (\(SQLFragment(values)))") }
        return .any(alternatives)
    }

    private func includes(_ subject: Operand, _ literals: [Literal]) throws(QueryFault) -> SQLFragment {
        var alternatives: [SQLFragment] = []
        for literal in literals {
            guard case .string(let string) = literal else {
                throw .wrongLiteral(for: subject.name, type: "string", isQuoted: false, at: subject.position)
            }
            let selected = try plainText(of: string).split(separator: ";").map { value -> SQLFragment in
                var pattern = StringLiteral(pieces: [.text("%;")])
                pattern.appendLiterally(String(value))
                pattern.append(.text(";%"))
                return Self.matches(subject.expression, LikeText(pattern))
            }
            alternatives.append(.all(selected))
        }
        return .any(alternatives)
    }

    private func like(_ subject: Operand, _ literal: Literal) throws(QueryFault) -> SQLFragment {
        guard case .string(let string) = literal else {
            if case .null = literal { return "\(subject.expression) IS NULL" }
            throw .wrongLiteral(for: subject.name, type: "string", isQuoted: false, at: subject.position)
        }
        let text = try plainText(of: string)
        guard !text.isEmpty else { return "\(subject.expression) IS NULL" }
        let pattern = LikeText(string)
        guard pattern.hasWildcards else { return "\(subject.expression) = \(value: text)" }
        let match = Self.matches(subject.expression, pattern)
        guard let prefix = pattern.literalPrefix else { return match }
        // A pattern's fixed beginning bounds the range of an index that is sorted without regard to case.
        let end = prefix + "\u{10FFFF}"
        return "(\(subject.expression) >= \(value: prefix) AND \(subject.expression) < \(value: end) AND \(match))"
    }

    private static func matches(_ subject: SQLFragment, _ pattern: LikeText) -> SQLFragment {
        // Without the `+` SQLite plans by the pattern itself, and compiles the statement again for every other one.
        let match: SQLFragment = "\(subject) LIKE +\(value: pattern.asciiPattern) ESCAPE '\\'"
        guard !pattern.isASCII else { return match }
        // SQLite's own LIKE is far faster, and leaves few rows to look at closely.
        return "(\(match) AND soql_like(\(value: pattern.pattern), \(subject)))"
    }
}
