import GRDB
import JSON

/// The SQL of one object's table.
struct RecordTable: Sendable {
    let object: ObjectDefinition
    /// What a new record has where it is given nothing.
    let defaults: [(field: String, value: DatabaseValue)]
    private let columns: [String]
    /// What each column holds when a record has no value for it.
    private let emptyValues: [DatabaseValue]
    private let insertSQL: String

    init(_ object: ObjectDefinition) throws(SalesforceError) {
        self.object = object
        let reader = FieldReader(text: [])
        var defaults: [(String, DatabaseValue)] = []
        for field in object.fields where field.isStored {
            guard let text = field.defaultValue else { continue }
            defaults.append((field.name, try reader.value(.string(text), for: field, key: field.name)))
        }
        self.defaults = defaults
        var columns = object.fields.filter(\.isStored).map(\.name)
        // Every table can mark records as deleted, also where describe does not show it.
        if !columns.contains("IsDeleted") { columns.append("IsDeleted") }
        self.columns = columns
        emptyValues = columns.map { name in
            name == "IsDeleted" || object.field(name)?.type == .boolean ? false.databaseValue : .null
        }
        let names = columns.map(\.quotedAsName).joined(separator: ", ")
        let marks = columns.map { _ in "?" }.joined(separator: ", ")
        insertSQL = "INSERT INTO \(object.name.quotedAsName) (\(names)) VALUES (\(marks))"
    }

    var createSQL: String {
        let definitions = columns.map(definition)
        return "CREATE TABLE \(object.name.quotedAsName) (\(definitions.joined(separator: ", ")))"
    }

    /// The column with its type.
    private func definition(of column: String) -> String {
        column.quotedAsName + " " + (object.field(column).map(Self.columnType) ?? "INTEGER NOT NULL DEFAULT 0")
    }

    /// Adds the columns that a table made for an older definition lacks; answers their names.
    func addMissingColumns(in db: Database) throws -> [String] {
        let present = Set(try db.columns(in: object.name).map(\.name))
        let missing = columns.filter { !present.contains($0) }
        for column in missing {
            try db.execute(sql: "ALTER TABLE \(object.name.quotedAsName) ADD COLUMN \(definition(of: column))")
        }
        return missing
    }

    private static func columnType(_ field: FieldDefinition) -> String {
        switch field.type {
        case .id: "TEXT NOT NULL PRIMARY KEY"
        case .reference: "TEXT"
        case .boolean: "INTEGER NOT NULL DEFAULT 0"
        case .int, .datetime, .time: "INTEGER"
        case .double, .currency, .percent: "NUMERIC"
        case .date: "TEXT"
        case .base64: "BLOB"
        default: "TEXT COLLATE salesforce"
        }
    }

    func insert(_ values: RecordValues, in db: Database) throws {
        let statement = try db.cachedStatement(sql: insertSQL)
        let arguments = zip(columns, emptyValues).map { name, empty in
            let value = values[name]
            return value.isNull ? empty : value
        }
        try statement.execute(arguments: StatementArguments(arguments))
    }

    func update(_ id: String, to values: RecordValues, fields: some Collection<String>, in db: Database) throws {
        let fields = fields.filter { columns.contains($0) }.sorted()
        guard !fields.isEmpty else { return }
        let settings = fields.map { $0.quotedAsName + " = ?" }.joined(separator: ", ")
        let statement = try db.cachedStatement(
            sql: "UPDATE \(object.name.quotedAsName) SET \(settings) WHERE \"Id\" = ?"
        )
        try statement.execute(arguments: StatementArguments(fields.map { values[$0] } + [id.databaseValue]))
    }

    /// The record, deleted or not.
    func row(_ id: String, in db: Database) throws -> Row? {
        let statement = try db.cachedStatement(sql: "SELECT * FROM \(object.name.quotedAsName) WHERE \"Id\" = ?")
        return try Row.fetchOne(statement, arguments: [id])
    }

    /// Whether the record is deleted; nil when there is none.
    func isDeleted(_ id: String, in db: Database) throws -> Bool? {
        let statement = try db.cachedStatement(
            sql: "SELECT \"IsDeleted\" FROM \(object.name.quotedAsName) WHERE \"Id\" = ?"
        )
        return try Bool.fetchOne(statement, arguments: [id])
    }

    func remove(_ id: String, in db: Database) throws {
        try db.cachedStatement(sql: "DELETE FROM \(object.name.quotedAsName) WHERE \"Id\" = ?")
            .execute(arguments: [id])
    }
}

extension String {
    /// The text as a name in SQL.
    var quotedAsName: String {
        guard utf8.contains(UInt8(ascii: "\"")) else { return "\"\(self)\"" }
        return "\"" + split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
