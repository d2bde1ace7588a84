/// A condition of `WHERE`, `HAVING` or `WITH`.
package indirect enum Condition: Hashable, Sendable {
    /// All of two or more hold: `a AND b`.
    case all([Condition])
    /// At least one of two or more holds: `a OR b`.
    case any([Condition])
    case not(Condition)
    case comparison(Comparison)
}

/// One test of a field or function against a value.
package struct Comparison: Hashable, Sendable {
    package enum Operator: String, Hashable, Sendable {
        case equal = "="
        /// Also written `<>`; printed `!=`.
        case notEqual = "!="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
        case like = "LIKE"
        case `in` = "IN"
        case notIn = "NOT IN"
        case includes = "INCLUDES"
        case excludes = "EXCLUDES"
    }

    package var subject: Expression
    package var `operator`: Operator
    package var value: Value

    package init(_ subject: Expression, _ `operator`: Operator, _ value: Value) {
        self.subject = subject
        self.operator = `operator`
        self.value = value
    }
}
