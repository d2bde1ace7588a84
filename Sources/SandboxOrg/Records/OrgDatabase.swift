import Foundation
import GRDB

/// The SQLite database under an org.
enum OrgDatabase {
    static let sequenceTable = "sandbox_sequence"

    static func open(_ storage: Org.Storage) throws -> any DatabaseWriter {
        switch storage {
        case .memory: return try DatabaseQueue(configuration: configuration)
        case .file(let path): return try DatabasePool(path: path, configuration: configuration)
        }
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "sandbox-org"
        // So many slow queries may run beside each other before a fast one has to wait.
        configuration.maximumReaderCount = 16
        configuration.prepareDatabase { db in
            try SalesforceCollation.register(on: db)
            QueryFunctions.register(on: db)
        }
        return configuration
    }

    /// Whether there is nothing at the path yet.
    static func isNew(_ path: String) -> Bool {
        let size = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int
        return size ?? 0 == 0
    }

    /// Makes the file of a new org, which is at its path only when it is complete.
    ///
    /// Nobody else sees the file before that, and one that was left off halfway is thrown away: so nothing is written
    /// twice, and nothing is waited for.
    static func make(at path: String, _ fill: (Database) throws -> Void) throws {
        let draft = path + ".new"
        try? FileManager.default.removeItem(atPath: draft)
        let database = try DatabaseQueue(path: draft, configuration: configuration)
        do {
            try database.writeWithoutTransaction { db in
                for pragma in ["journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE", "threads = 2"] {
                    _ = try Row.fetchOne(db, sql: "PRAGMA \(pragma)")
                }
                // Kibibytes, as the sign says.
                try db.execute(sql: "PRAGMA cache_size = -65536")
                try fill(db)
            }
            try database.close()
            if FileManager.default.fileExists(atPath: path) { try FileManager.default.removeItem(atPath: path) }
            try FileManager.default.moveItem(atPath: draft, toPath: path)
        } catch {
            try? FileManager.default.removeItem(atPath: draft)
            throw error
        }
    }

    /// Gives all users one time zone; nil leaves them theirs.
    static func setTimeZone(_ zone: TimeZone?, in db: Database) throws {
        guard let zone else { return }
        try db.execute(sql: "UPDATE \"User\" SET \"TimeZoneSidKey\" = ?", arguments: [zone.identifier])
    }

    static func dropTables(in db: Database) throws {
        // Virtual tables come first: they take tables of their own with them.
        let virtual = try String.fetchAll(
            db,
            sql: "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL%' ORDER BY name DESC"
        )
        for name in virtual { try db.execute(sql: "DROP TABLE \(name.quotedAsName)") }
        let plain = try String.fetchAll(
            db,
            sql: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"
        )
        for name in plain { try db.execute(sql: "DROP TABLE \(name.quotedAsName)") }
    }

    static func createTables(for schema: Schema, tables: RecordTables, in db: Database) throws {
        try db.execute(
            sql: "CREATE TABLE \"\(sequenceTable)\" (\"name\" TEXT NOT NULL PRIMARY KEY, \"value\" INTEGER NOT NULL)"
        )
        for object in schema.objects {
            guard let table = tables.table(of: object.name) else { continue }
            try db.execute(sql: table.createSQL)
        }
        try SearchIndex.createTable(in: db, for: schema)
        try UserPassword.createTable(in: db)
    }

    /// Gives the file of an older org the objects and fields that have come to the schema since.
    static func addMissing(of schema: Schema, tables: RecordTables, in db: Database) throws {
        var newObjects: [ObjectDefinition] = []
        for object in schema.objects {
            guard let table = tables.table(of: object.name) else { continue }
            var newFields: [String]?
            if try db.tableExists(object.name) {
                newFields = try table.addMissingColumns(in: db)
            } else {
                try db.execute(sql: table.createSQL)
                newObjects.append(object)
            }
            for statement in TableIndexes.indexes(for: object) {
                guard newFields?.contains(where: { statement.contains("\"\(object.name)_\($0)\"") }) ?? true else {
                    continue
                }
                try db.execute(sql: statement)
            }
        }
        try SearchIndex.createTable(in: db, for: Schema(newObjects))
        try UserPassword.createTable(in: db)
    }

    /// `onProgress` is told which share of them is there, by the rows that were sorted for it.
    static func createIndexes(
        for schema: Schema,
        in db: Database,
        onProgress: (_ share: Double) -> Void = { _ in }
    ) throws {
        var statements: [(sql: String, rows: Int)] = []
        for object in schema.objects {
            let rows = try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM \(object.name.quotedAsName)") ?? 0
            statements += TableIndexes.indexes(for: object).map { ($0, rows) }
        }
        let all = statements.reduce(0) { $0 + $1.rows }
        var sorted = 0
        for (statement, rows) in statements {
            try db.execute(sql: statement)
            sorted += rows
            if all > 0 { onProgress(Double(sorted) / Double(all)) }
        }
    }
}
