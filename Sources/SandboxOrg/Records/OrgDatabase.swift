import FoundationEssentials
import GRDB

/// The SQLite database under an org.
enum OrgDatabase {
    static let sequenceTable = "sandbox_sequence"

    static func open(_ storage: Org.Storage) throws -> any DatabaseWriter {
        var configuration = Configuration()
        configuration.label = "sandbox-org"
        configuration.prepareDatabase { db in
            db.add(collation: salesforceCollation)
            QueryFunctions.register(on: db)
        }
        switch storage {
        case .memory: return try DatabaseQueue(configuration: configuration)
        case .file(let path): return try DatabasePool(path: path, configuration: configuration)
        }
    }

    static func createTables(for schema: Schema, tables: RecordTables, in db: Database) throws {
        try db.execute(
            sql: "CREATE TABLE \"\(sequenceTable)\" (\"name\" TEXT NOT NULL PRIMARY KEY, \"value\" INTEGER NOT NULL)"
        )
        for object in schema.objects {
            guard let table = tables.table(of: object.name) else { continue }
            try db.execute(sql: table.createSQL)
            for statement in TableIndexes.indexes(for: object) { try db.execute(sql: statement) }
        }
        try SearchIndex.createTable(in: db, for: schema)
    }

    /// The order of text in Salesforce: by capital letters, so that case does not count.
    private static let salesforceCollation = DatabaseCollation("salesforce") { left, right in
        // Most text differs within its first ASCII letters, and needs no capitals made of it.
        for (leftByte, rightByte) in zip(left.utf8, right.utf8) {
            guard leftByte < 0x80, rightByte < 0x80 else { break }
            let (leftByte, rightByte) = (capital(leftByte), capital(rightByte))
            if leftByte != rightByte { return leftByte < rightByte ? .orderedAscending : .orderedDescending }
        }
        // By code points: two spellings of one accented letter must not be equal here and different above.
        let (capitals, others) = (left.uppercased().unicodeScalars, right.uppercased().unicodeScalars)
        if capitals.elementsEqual(others) { return .orderedSame }
        return capitals.lexicographicallyPrecedes(others) ? .orderedAscending : .orderedDescending
    }

    private static func capital(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) ? byte & 0xDF : byte
    }
}
