import Platforms

/// A transaction of PostgreSQL.
final class PostgresSession: DatabaseSession {
    private let link: PostgresLink
    private(set) var failure: PostgresFailure?

    init(_ link: PostgresLink) { self.link = link }

    func run(_ sql: String, _ values: [SQLValue]) throws(StoreError) -> Int {
        try perform { () throws(PostgresFailure) in try link.run(sql, values) }.affected
    }

    func rows(_ sql: String, _ values: [SQLValue]) throws(StoreError) -> [SQLRow] {
        try perform { () throws(PostgresFailure) in try link.run(sql, values) }.all()
    }

    func script(_ sql: String) throws(StoreError) {
        _ = try perform { () throws(PostgresFailure) in try link.script(sql) }
    }

    private func perform<Value>(_ body: () throws(PostgresFailure) -> Value) throws(StoreError) -> Value {
        if let failure { throw failure.storeError }
        do throws(PostgresFailure) {
            return try body()
        } catch {
            failure = error
            throw error.storeError
        }
    }
}
