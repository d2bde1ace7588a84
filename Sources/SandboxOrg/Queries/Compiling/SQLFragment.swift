import GRDB

/// A piece of SQL and the values of its parameters, in order.
///
/// Written as a string literal into which other fragments, quoted names and bound values are interpolated. Plain text
/// cannot be: no value ever becomes part of the SQL.
struct SQLFragment {
    private(set) var text: String
    private(set) var arguments: [DatabaseValue]

    /// Puts fragments one after another with a separator between them.
    init(_ fragments: [SQLFragment], separator: SQLFragment = ", ") {
        self = ""
        for (index, fragment) in fragments.enumerated() {
            if index > 0 { append(separator) }
            append(fragment)
        }
    }

    mutating func append(_ fragment: SQLFragment) {
        text += fragment.text
        arguments += fragment.arguments
    }

    /// Combines conditions with `AND`; holds when there are none.
    static func all(_ conditions: [SQLFragment]) -> SQLFragment {
        conditions.isEmpty ? "1" : combined(conditions[...], by: " AND ")
    }

    /// Combines conditions with `OR`; does not hold when there are none.
    static func any(_ conditions: [SQLFragment]) -> SQLFragment {
        conditions.isEmpty ? "0" : combined(conditions[...], by: " OR ")
    }

    // SQLite limits how deep expressions nest, and a chain of ORs is as deep as it is long: a balanced tree is not.
    private static func combined(_ conditions: ArraySlice<SQLFragment>, by separator: SQLFragment) -> SQLFragment {
        guard conditions.count > 1 else { return SQLFragment(Array(conditions)) }
        let middle = conditions.startIndex + conditions.count / 2
        let left = combined(conditions[..<middle], by: separator)
        let right = combined(conditions[middle...], by: separator)
        return "(\(left)\(separator)\(right))"
    }
}

extension SQLFragment: ExpressibleByStringInterpolation {
    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""
        fileprivate var arguments: [DatabaseValue] = []

        init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity * 2) }

        mutating func appendLiteral(_ literal: String) { text += literal }

        mutating func appendInterpolation(_ fragment: SQLFragment) {
            text += fragment.text
            arguments += fragment.arguments
        }

        /// A bound value.
        mutating func appendInterpolation(value: some DatabaseValueConvertible) {
            text += "?"
            arguments.append(value.databaseValue)
        }

        /// The name of a table or column, quoted.
        mutating func appendInterpolation(name: String) { text += name.quotedAsName }
    }

    init(stringLiteral value: String) {
        text = value
        arguments = []
    }

    init(stringInterpolation: StringInterpolation) {
        text = stringInterpolation.text
        arguments = stringInterpolation.arguments
    }
}
