import GRDB

/// Stores made-up records as they are, without asking the rules of the org about each.
struct GeneratedRecordWriter {
    let schema: Schema
    let tables: RecordTables
    let db: Database
    private var objects: [String: Object] = [:]

    private struct Object {
        let statement: Statement
        /// What columns hold that the records say nothing of.
        let defaults: [DatabaseValue]
        let index: SearchIndex.Writer?
    }

    init(schema: Schema, tables: RecordTables, db: Database) {
        self.schema = schema
        self.tables = tables
        self.db = db
    }

    mutating func write(_ record: GeneratedRecord) throws {
        guard let object = try objects[record.object] ?? prepare(for: record) else { return }
        let values = record.values + object.defaults
        try object.statement.execute(arguments: StatementArguments(values))
        try object.index?.add(record.id, values)
    }

    private mutating func prepare(for record: GeneratedRecord) throws -> Object? {
        guard let definition = schema.object(record.object), let table = tables.table(of: record.object) else {
            return nil
        }
        let defaults = table.defaults.filter { !record.fields.contains($0.field) }
        let columns = record.fields + defaults.map(\.field)
        let names = columns.map(\.quotedAsName).joined(separator: ", ")
        let marks = columns.map { _ in "?" }.joined(separator: ", ")
        let object = Object(
            statement: try db.makeStatement(
                sql: "INSERT INTO \(record.object.quotedAsName) (\(names)) VALUES (\(marks))"
            ),
            defaults: defaults.map(\.value),
            index: definition.isSearchable
                ? try SearchIndex.Writer(definition, fields: columns, replaces: false, in: db) : nil
        )
        objects[record.object] = object
        return object
    }
}
