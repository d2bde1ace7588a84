import Calls

/// The conditions of a query that has only those that were asked for.
struct SQLConditions {
    private var conditions: [String] = []
    private var values: [SQLValue] = []

    /// Adds a condition of which the value comes between two pieces of SQL.
    mutating func add(_ before: String, _ value: SQLValue, _ after: String = "") {
        values.append(value)
        conditions.append("\(before)$\(values.count)\(after)")
    }

    /// Adds a condition without a value.
    mutating func add(_ condition: String) { conditions.append(condition) }

    /// Adds the condition that a row comes after a place in a list with the newest first.
    mutating func add(before cursor: TimeCursor, in column: String) {
        values += [SQLValue(cursor.at), .text(cursor.id)]
        let (at, id) = (values.count - 1, values.count)
        conditions.append("(\(column) < $\(at) OR (\(column) = $\(at) AND id < $\(id)))")
    }

    /// Adds the condition that a column has one of these values, which come before another piece of SQL.
    mutating func add(_ column: String, in texts: [String], _ after: String = "") {
        let places = texts.map { text in
            values.append(.text(text))
            return "$\(values.count)"
        }
        conditions.append("\(column) IN (\(places.joined(separator: ", ")))\(after)")
    }

    /// The query that selects what meets all of them.
    func query(_ selection: String, _ order: String, limit: Int) -> (sql: String, values: [SQLValue]) {
        let condition = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
        return ("\(selection)\(condition) \(order) LIMIT \(limit)", values)
    }
}
