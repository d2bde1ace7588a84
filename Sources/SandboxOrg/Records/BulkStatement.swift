import GRDB
import GRDBSQLite

/// A statement that runs once for each of very many rows.
///
/// Values are bound without GRDB's arguments, which make several arrays of every row's.
final class BulkStatement {
    private let statement: Statement
    /// The texts of a row one after another, where SQLite finds them while the statement runs.
    private var texts: [UInt8] = []

    init(_ sql: String, in db: Database) throws { statement = try db.makeStatement(sql: sql) }

    /// Runs the statement with the values of one row, one for each of its parameters. Data has no place in it.
    func run(_ values: [DatabaseValue]) throws {
        let handle = statement.sqliteStatement
        texts.removeAll(keepingCapacity: true)
        for value in values {
            if case .string(let text) = value.storage { texts.append(contentsOf: text.utf8) }
        }
        let code = texts.withUnsafeBufferPointer { texts in
            var start = 0
            var parameter: Int32 = 0
            for value in values {
                parameter += 1
                switch value.storage {
                case .null, .blob: sqlite3_bind_null(handle, parameter)
                case .int64(let number): sqlite3_bind_int64(handle, parameter, number)
                case .double(let number): sqlite3_bind_double(handle, parameter, number)
                case .string(let text):
                    let count = text.utf8.count
                    texts.withMemoryRebound(to: CChar.self) { texts in
                        // An empty array has no place to point at; the empty text has.
                        let address = texts.baseAddress.map { $0 + start }
                        _ = sqlite3_bind_text(handle, parameter, address, Int32(count), nil)
                    }
                    start += count
                }
            }
            let code = sqlite3_step(handle)
            sqlite3_reset(handle)
            // What is bound must not outlive the texts.
            sqlite3_clear_bindings(handle)
            return code
        }
        guard code == SQLITE_DONE else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }
}
