package import Foundation
package import JSON
package import Platforms

/// A value as both engines keep it.
package enum SQLValue: Hashable, Sendable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByNilLiteral
{
    case null
    case integer(Int64)
    case text(String)

    package init(stringLiteral value: String) { self = .text(value) }
    package init(integerLiteral value: Int64) { self = .integer(value) }
    package init(nilLiteral: ()) { self = .null }

    package init(_ text: String?) { self = text.map(SQLValue.text) ?? .null }
    package init(_ number: Int?) { self = number.map { .integer(Int64($0)) } ?? .null }
    package init(_ truth: Bool) { self = .integer(truth ? 1 : 0) }
    package init(_ date: Date?) {
        self = date.map { .integer(Int64(($0.timeIntervalSince1970 * 1000).rounded())) } ?? .null
    }
    package init(_ json: JSONValue?) { self = json.map { .text($0.serializedText()) } ?? .null }
}

/// One row of a result, its values by the names of the columns.
package struct SQLRow: Sendable {
    private let columns: [String]
    private let values: [SQLValue]

    package init(columns: [String], values: [SQLValue]) {
        self.columns = columns
        self.values = values
    }

    package subscript(column: String) -> SQLValue {
        columns.firstIndex(of: column).map { values[$0] } ?? .null
    }

    package func text(_ column: String) throws(StoreError) -> String {
        guard case .text(let text) = self[column] else { throw .unreadable("\(column) holds no text.") }
        return text
    }

    package func integer(_ column: String) throws(StoreError) -> Int {
        guard case .integer(let number) = self[column] else { throw .unreadable("\(column) holds no number.") }
        return Int(number)
    }

    package func truth(_ column: String) throws(StoreError) -> Bool { try integer(column) != 0 }

    package func date(_ column: String) throws(StoreError) -> Date {
        Date(timeIntervalSince1970: Double(try integer(column)) / 1000)
    }

    package func json(_ column: String) throws(StoreError) -> JSONValue {
        do {
            return try JSONValue(parsing: Array(try text(column).utf8))
        } catch let error as StoreError {
            throw error
        } catch {
            throw .unreadable("\(column) holds no JSON.")
        }
    }

    /// Reads a column that may be empty: `try row.optional("ended_at", SQLRow.date)`.
    package func optional<Value>(
        _ column: String,
        _ read: (SQLRow) -> (String) throws(StoreError) -> Value
    ) throws(StoreError) -> Value? {
        if case .null = self[column] { return nil }
        return try read(self)(column)
    }
}
