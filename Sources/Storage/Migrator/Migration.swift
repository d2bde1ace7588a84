import CMigrations

/// One step in the history of the tables. A migration that has been released never changes; another follows it.
package struct Migration: Hashable, Sendable {
    package let number: Int
    package let name: String
    /// Statements that both engines understand, a semicolon after each.
    package let sql: String

    package init(number: Int, name: String, sql: String) {
        self.number = number
        self.name = name
        self.sql = sql
    }

    /// All there are, from the files in `Sources/Storage/Migrations`, by their numbers.
    package static let all = (0..<migration_file_count()).map { index in
        let file = migration_file_at(index)
        let name = String(cString: file.name)
        return Migration(
            number: Int(name.prefix { $0 != "_" }) ?? 0,
            name: name,
            sql: String(decoding: UnsafeBufferPointer(start: file.bytes, count: file.count), as: UTF8.self)
        )
    }
}
