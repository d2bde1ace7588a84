import FoundationEssentials
import GRDB

/// The full-text index of the org: one FTS5 table for each searchable object, and one of the words in it.
///
/// A record's text is split into words here, not by SQLite, so that searching and indexing agree on what a word is.
enum SearchIndex {
    /// The columns of an index, which are also the scopes of a search.
    enum Column: String, CaseIterable {
        case name, email, phone, other
    }

    /// Keeps a phrase from reaching from one field into the next. No word of a text mixes letters and digits.
    private static let endOfField = "e0"

    static func tableName(for object: String) -> String { "\(object)$search" }
    static func vocabularyName(for object: String) -> String { "\(object)$words" }

    /// Creates the empty tables of the index.
    static func createTable(in db: Database, for schema: Schema) throws {
        for object in schema.objects where object.isSearchable {
            let table = tableName(for: object.name)
            try db.execute(
                sql: """
                    CREATE VIRTUAL TABLE "\(table)" USING fts5(
                        id UNINDEXED, name, email, phone, other, tokenize = 'unicode61 remove_diacritics 2', prefix = '3'
                    )
                    """
            )
            try db.execute(
                sql: """
                    CREATE VIRTUAL TABLE "\(vocabularyName(for: object.name))" USING fts5vocab("\(table)", 'row')
                    """
            )
        }
    }

    /// Brings the index up to date with a record that was created or changed, given all its values by field name.
    /// Without values they are read from the object's table.
    static func update(
        record id: String,
        of object: ObjectDefinition,
        values: [String: DatabaseValue]? = nil,
        in db: Database
    ) throws {
        guard object.isSearchable else { return }
        let values = try values ?? storedValues(of: id, object: object, in: db)
        let fields = object.fields.map(\.name)
        let row = Texts(of: object, fields: fields).row(of: id, fields.map { values[$0] ?? .null })
        let statement = try db.cachedStatement(sql: insertSQL(for: object.name, replaces: true))
        try statement.execute(arguments: StatementArguments(row))
    }

    /// Puts a row into the index of an object; `replaces` is whether there may be one of the record already.
    static func insertSQL(for object: String, replaces: Bool) -> String {
        """
        INSERT \(replaces ? "OR REPLACE " : "")INTO "\(tableName(for: object))"
        (rowid, id, name, email, phone, other) VALUES (?, ?, ?, ?, ?, ?)
        """
    }

    /// What is searched of the records of one object.
    struct Texts: Sendable {
        private let searched: [(definition: FieldDefinition, position: Int, column: Int)]

        /// `fields` are those of which records give the values.
        init(of object: ObjectDefinition, fields: [String]) {
            searched = object.fields.compactMap { field in
                guard let position = fields.firstIndex(of: field.name),
                    let column = column(of: field, in: object).flatMap(Column.allCases.firstIndex)
                else { return nil }
                return (field, position, column)
            }
        }

        /// The row of the index: its number, the id and the words of each column.
        func row(of id: String, _ values: [DatabaseValue]) -> [DatabaseValue] {
            var words = Array(repeating: "", count: Column.allCases.count)
            for (field, position, column) in searched {
                guard let text = text(of: values[position], field: field) else { continue }
                if !words[column].isEmpty { words[column] += " " }
                if Column.allCases[column] == .phone, let phone = PhoneDigits(text) {
                    for word in phone.indexWords { words[column] += word + " " }
                }
                for word in SearchWords.split(text) { words[column] += word + " " }
                words[column] += endOfField
            }
            var row = [rowNumber(of: id).databaseValue, id.databaseValue]
            for text in words { row.append(text.databaseValue) }
            return row
        }
    }

    // MARK: Many records at once

    private static let bytesHeldForMany = 16 << 20
    /// What FTS5 does by itself.
    private static let bytesHeldForFew = 1 << 20

    /// Lets many records be added fast: words are sorted in memory, and what is written is not merged time and again.
    static func prepareForMany(_ schema: Schema, in db: Database) throws {
        try configure(schema, in: db, bytesHeld: bytesHeldForMany, mergesBySegments: 0)
    }

    /// Ends what ``prepareForMany(_:in:)`` began.
    static func finishMany(_ schema: Schema, in db: Database) throws {
        try configure(schema, in: db, bytesHeld: bytesHeldForFew, mergesBySegments: 4)
    }

    private static func configure(_ schema: Schema, in db: Database, bytesHeld: Int, mergesBySegments: Int) throws {
        for object in schema.objects where object.isSearchable {
            let table = tableName(for: object.name)
            for (option, value) in [("hashsize", bytesHeld), ("automerge", mergesBySegments)] {
                let sql = "INSERT INTO \"\(table)\" (\"\(table)\", rank) VALUES (?, ?)"
                try db.execute(sql: sql, arguments: [option, value])
            }
        }
    }

    /// Takes a record out of the index.
    static func remove(id: String, of object: ObjectDefinition, in db: Database) throws {
        guard object.isSearchable else { return }
        let statement = try db.cachedStatement(
            sql: """
                DELETE FROM "\(tableName(for: object.name))" WHERE rowid = ?
                """
        )
        try statement.execute(arguments: [rowNumber(of: id)])
    }

    /// The number of a record's row: the counter in its id, which is unique within an object of one org.
    ///
    /// FTS5 finds a row by number only; looking for the id itself would read the whole index.
    private static func rowNumber(of id: String) -> Int64 {
        var number: Int64 = 0
        for byte in id.utf8.prefix(15).suffix(10) {
            let digit: UInt8 =
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
                case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - UInt8(ascii: "A") + 10
                case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - UInt8(ascii: "a") + 36
                default: 0
                }
            number = number * 62 + Int64(digit)
        }
        return number
    }

    private static func storedValues(
        of id: String,
        object: ObjectDefinition,
        in db: Database
    ) throws -> [String: DatabaseValue] {
        let statement = try db.cachedStatement(sql: "SELECT * FROM \"\(object.name)\" WHERE \"Id\" = ?")
        guard let row = try Row.fetchOne(statement, arguments: [id]) else { return [:] }
        return Dictionary(row.map { ($0, $1) }) { first, _ in first }
    }

    private static func text(of value: DatabaseValue, field: FieldDefinition) -> String? {
        guard field.type == .base64 else { return String.fromDatabaseValue(value) }
        return Data.fromDatabaseValue(value).map { NoteText.plainText(ofMarkup: String(decoding: $0, as: UTF8.self)) }
    }

    /// Where a field is searched; nil for a field that is not.
    private static func column(of field: FieldDefinition, in object: ObjectDefinition) -> Column? {
        guard field.isStored else { return nil }
        switch field.type {
        case .email: return .email
        case .phone: return .phone
        case .string, .textarea, .url, .combobox, .picklist, .multipicklist:
            if object.name == "Case", field.name == "SuppliedPhone" { return .phone }
            if field.isNameField || field.compoundFieldName == "Name" { return .name }
            return extraNames[object.name]?.contains(field.name) == true ? .name : .other
        case .base64: return object.name == "ContentNote" ? .other : nil
        default: return nil
        }
    }

    /// Fields that `IN NAME FIELDS` searches besides the name: the SOQL and SOSL Reference, "IN SearchGroup".
    private static let extraNames: [String: Set<String>] = [
        "Account": ["Website", "Site"],
        "Asset": ["SerialNumber"],
        "Case": ["SuppliedName", "SuppliedCompany", "Subject"],
        "Contact": ["AssistantName"],
        "Event": ["Subject"],
        "Lead": ["Company"],
        "Note": ["Title"],
        "Task": ["Subject"],
        "User": ["CommunityNickname"],
    ]
}
