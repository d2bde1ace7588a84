import CPostgres
import Platforms

/// An answer of the server, read from libpq's memory as it is asked for.
final class PostgresRows {
    private let result: OpaquePointer

    init(_ result: OpaquePointer) { self.result = result }

    deinit { PQclear(result) }

    /// Why there is no answer.
    var failure: PostgresFailure? {
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: return nil
        default: break
        }
        let message = field(UInt8(ascii: "M")) ?? PQresultErrorMessage(result).map { String(cString: $0) } ?? ""
        return PostgresFailure(state: field(UInt8(ascii: "C")) ?? "", message: message, key: takenKey)
    }

    /// The number of rows that a statement changed, or that a query found.
    var affected: Int { PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0 }

    /// The first column of the first row.
    var firstText: String? {
        PQntuples(result) > 0 ? PQgetvalue(result, 0, 0).map { String(cString: $0) } : nil
    }

    func all() throws(StoreError) -> [SQLRow] {
        let columns = (0..<PQnfields(result)).map { column in
            PQfname(result, column).map { String(cString: $0) } ?? ""
        }
        let types = (0..<PQnfields(result)).map { PQftype(result, $0) }
        var rows: [SQLRow] = []
        for row in 0..<PQntuples(result) {
            var values: [SQLValue] = []
            for (column, type) in types.enumerated() { values.append(try value(row, Int32(column), type)) }
            rows.append(SQLRow(columns: columns, values: values))
        }
        return rows
    }

    private func value(_ row: Int32, _ column: Int32, _ type: Oid) throws(StoreError) -> SQLValue {
        guard PQgetisnull(result, row, column) == 0, let start = PQgetvalue(result, row, column) else { return .null }
        let text = String(cString: start)
        switch type {
        // boolean
        case 16: return .integer(text == "t" ? 1 : 0)
        // bigint, smallint, integer, oid, and what a sum of bigints is
        case 20, 21, 23, 26, 1700:
            guard let number = Int64(text) else { throw .unreadable("A column holds the number \(text).") }
            return .integer(number)
        default: return .text(text)
        }
    }

    /// What must be unique and was taken, as SQLite names it: `agents.name`.
    private var takenKey: String? {
        // Whatever its language, the detail starts like "Key (name)=(Anna) …".
        guard let table = field(UInt8(ascii: "t")), let detail = field(UInt8(ascii: "D")),
            let columns = detail.split(separator: "(").dropFirst().first?.split(separator: ")").first
        else { return field(UInt8(ascii: "n")) }
        return columns.split(separator: ", ").map { "\(table).\($0)" }.joined(separator: ", ")
    }

    private func field(_ code: UInt8) -> String? {
        PQresultErrorField(result, Int32(code)).map { String(cString: $0) }
    }
}
