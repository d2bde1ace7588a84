import GRDB
import Platforms

/// A transaction of SQLite, or one of several that share one.
final class SQLiteSession: DatabaseSession {
    private let database: GRDB.Database
    private(set) var failure: StoreError?

    init(_ database: GRDB.Database) { self.database = database }

    /// Runs the body; a statement that failed in it is its outcome, even if it returns.
    func outcome<Result>(
        of body: (any DatabaseSession) throws(StoreError) -> Result
    ) -> Swift.Result<Result, StoreError> {
        let result: Swift.Result<Result, StoreError>
        do throws(StoreError) {
            result = .success(try body(self))
        } catch {
            result = .failure(error)
        }
        return failure.map(Swift.Result.failure) ?? result
    }

    func run(_ sql: String, _ values: [SQLValue]) throws(StoreError) -> Int {
        try perform {
            try statement(sql).execute(arguments: values.sqliteArguments)
            return database.changesCount
        }
    }

    func rows(_ sql: String, _ values: [SQLValue]) throws(StoreError) -> [SQLRow] {
        try perform {
            let statement = try statement(sql)
            let columns = statement.columnNames
            var rows: [SQLRow] = []
            let cursor = try Row.fetchCursor(statement, arguments: values.sqliteArguments)
            while let row = try cursor.next() {
                rows.append(SQLRow(columns: columns, values: try row.databaseValues.map(SQLValue.init(sqlite:))))
            }
            return rows
        }
    }

    func script(_ sql: String) throws(StoreError) {
        try perform { try database.execute(sql: sql) }
    }

    private func statement(_ sql: String) throws -> Statement {
        try database.cachedStatement(sql: sql.numberingParameters)
    }

    private func perform<Value>(_ body: () throws -> Value) throws(StoreError) -> Value {
        if let failure { throw failure }
        do {
            return try body()
        } catch {
            let failure = StoreError(sqlite: error)
            self.failure = failure
            throw failure
        }
    }
}

extension String {
    /// The statement with `?2` for `$2`, outside of quoted texts: SQLite numbers `$2` by where it stands.
    fileprivate var numberingParameters: String {
        var bytes = Array(utf8)
        var isQuoted = false
        for index in bytes.indices.dropLast() {
            switch bytes[index] {
            case UInt8(ascii: "'"): isQuoted.toggle()
            case UInt8(ascii: "$") where !isQuoted && (0x30...0x39).contains(bytes[index + 1]):
                bytes[index] = UInt8(ascii: "?")
            default: break
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension SQLValue {
    fileprivate init(sqlite value: DatabaseValue) throws {
        switch value.storage {
        case .null: self = .null
        case .int64(let number): self = .integer(number)
        case .string(let text): self = .text(text)
        case .double(let number):
            guard let whole = Int64(exactly: number) else { throw StoreError.unreadable("A column holds a fraction.") }
            self = .integer(whole)
        case .blob: throw StoreError.unreadable("A column holds bytes.")
        }
    }

    fileprivate var sqliteValue: DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let number): number.databaseValue
        case .text(let text): text.withoutNullCharacters.databaseValue
        }
    }
}

extension [SQLValue] {
    // Of values of one type GRDB asks by key path, which is looked up at run time and takes longer than to bind them.
    fileprivate var sqliteArguments: StatementArguments {
        StatementArguments(map { $0.sqliteValue as (any DatabaseValueConvertible)? })
    }
}

extension Row {
    fileprivate var databaseValues: [DatabaseValue] { map(\.1) }
}
