import GRDB

/// Stores made-up records as they are, without asking the rules of the org about each.
struct GeneratedRowWriter {
    private let db: Database
    private var statements: [String: (table: BulkStatement, index: BulkStatement?)] = [:]

    init(_ db: Database) { self.db = db }

    mutating func write(_ row: GeneratedRow) throws {
        let statements = try self.statements[row.form.object] ?? prepare(for: row.form)
        try statements.table.run(row.values)
        if let index = statements.index, let indexed = row.indexed { try index.run(indexed) }
    }

    private mutating func prepare(for form: GeneratedRow.Form) throws -> (table: BulkStatement, index: BulkStatement?) {
        let names = form.columns.map(\.quotedAsName).joined(separator: ", ")
        let marks = form.columns.map { _ in "?" }.joined(separator: ", ")
        let table = try BulkStatement("INSERT INTO \(form.object.quotedAsName) (\(names)) VALUES (\(marks))", in: db)
        let index =
            form.isSearchable
            ? try BulkStatement(SearchIndex.insertSQL(for: form.object, replaces: false), in: db) : nil
        statements[form.object] = (table, index)
        return (table, index)
    }
}
