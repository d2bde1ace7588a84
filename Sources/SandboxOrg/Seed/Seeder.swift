import FoundationEssentials
import GRDB
import JSON

/// Fills a new org.
struct Seeder: Sendable {
    let schema: Schema
    let tables: RecordTables
    let rules: RuleBook
    let clock: @Sendable () -> Date

    /// After so many generated contacts whoever waits is told.
    private static let contactsToAReport = 5000

    /// Makes everything a new org has, in place of all that the database holds.
    ///
    /// Only generated contacts can be seen coming in; everything else is there at once.
    func fill(_ db: Database, with seed: Seed, onProgress: (_ done: Int, _ all: Int) -> Void) throws {
        try db.inTransaction {
            try OrgDatabase.dropTables(in: db)
            try OrgDatabase.createTables(for: schema, tables: tables, in: db)
            try plant(seed, in: db)
            return .commit
        }
        if case .generated(let contacts) = seed { try generate(contacts: contacts, in: db, onProgress: onProgress) }
        // Sorting all rows once is much faster than finding the place of each.
        try db.inTransaction {
            try OrgDatabase.createIndexes(for: schema, in: db)
            return .commit
        }
    }

    /// Creates the records every org has, and those of the demo company unless the org is to be empty.
    func plant(_ seed: Seed, in db: Database) throws {
        var files = [try SeedFile(.baseSeed)]
        if seed != .empty { files.append(try SeedFile(.demoSeed)) }
        var transaction = transaction(in: db)
        var ids: [String: String] = [:]
        for file in files {
            for record in file.records {
                guard let key = record.key, let object = schema.object(record.object) else { continue }
                ids[key] = try transaction.newId(for: object)
            }
        }
        transaction.userId = ids["admin"] ?? ""
        for file in files {
            for record in file.records {
                do {
                    try plant(record, ids: ids, in: transaction)
                } catch let error as SalesforceError {
                    throw SchemaFileError("\(error.code): \(error.message)", file: file.name, line: record.line)
                } catch let error as SchemaFileError {
                    throw error.at(file: file.name, line: record.line)
                }
            }
        }
    }

    /// Makes up contacts and what goes with them.
    private func generate(contacts: Int, in db: Database, onProgress: (_ done: Int, _ all: Int) -> Void) throws {
        let owners = try String.fetchAll(db, sql: "SELECT \"Id\" FROM \"User\" WHERE \"IsActive\" = 1 ORDER BY \"Id\"")
        let transaction = transaction(in: db)
        var generator = try RecordGenerator(
            owners: owners,
            now: transaction.now,
            lastId: try transaction.lastNumber("id"),
            lastCaseNumber: try transaction.lastNumber("CaseNumber")
        )
        var writer = GeneratedRecordWriter(schema: schema, tables: tables, db: db)
        try SearchIndex.prepareForMany(schema, in: db)
        // One transaction: the search index writes what it holds in memory whenever one ends.
        try db.inTransaction {
            for number in 0..<contacts {
                try generator.makeContact(number) { try writer.write($0) }
                let done = number + 1
                if done.isMultiple(of: Self.contactsToAReport) || done == contacts { onProgress(done, contacts) }
            }
            try LastActivityRule.recountAll(in: db)
            try transaction.setLastNumber("id", generator.lastId)
            try transaction.setLastNumber("CaseNumber", generator.lastCaseNumber)
            return .commit
        }
        try SearchIndex.finishMany(schema, in: db)
    }

    private func transaction(in db: Database) -> Transaction {
        var transaction = Transaction(
            db: db,
            schema: schema,
            tables: tables,
            rules: rules,
            now: Int(clock().timeIntervalSince1970.rounded(.down)) * 1000,
            userId: ""
        )
        transaction.isSeeding = true
        return transaction
    }

    private func plant(_ record: SeedFile.Record, ids: [String: String], in transaction: Transaction) throws {
        guard let object = schema.object(record.object) else {
            throw SchemaFileError("there is no object \(record.object)")
        }
        var body = JSONObject()
        for (name, text) in record.fields {
            guard let field = object.field(name) else {
                throw SchemaFileError("\(object.name) has no field \(name)")
            }
            body[name] = .string(try resolved(text, for: field, ids: ids, now: transaction.now))
        }
        let values = try RecordInput(object: object, purpose: .seed).values(.object(body))
        try transaction.create(object, values, id: record.key.flatMap { ids[$0] })
    }

    /// What the file's shorthand stands for.
    private func resolved(
        _ text: String,
        for field: FieldDefinition,
        ids: [String: String],
        now: Int
    ) throws -> String {
        switch field.type {
        case .reference where text.hasPrefix("$"):
            guard let id = ids[String(text.dropFirst())] else {
                throw SchemaFileError("no record has the key \(text.dropFirst())")
            }
            return id
        case .date where text.hasPrefix("today"), .datetime where text.hasPrefix("today"):
            return try moment(text.dropFirst("today".count), isDate: field.type == .date, now: now)
        case .base64:
            return Data(text.utf8).base64EncodedString()
        default:
            return text
        }
    }

    /// Reads what follows `today`: nothing, `-3` or `+1 14:30`.
    private func moment(_ text: Substring, isDate: Bool, now: Int) throws -> String {
        let offset = text.prefix { $0 != " " }
        let clock = text.dropFirst(offset.count).trimmed
        guard let days = offset.isEmpty ? 0 : Int(offset) else {
            throw SchemaFileError("expected a number of days as in today-3, found today\(text)")
        }
        let day = DateTimeText.split(now).day.adding(days: days)
        if isDate { return day.description }
        guard !clock.isEmpty else { return DateTimeText.text(ofMilliseconds: now + days * 86_400_000) }
        return "\(day)T\(clock):00.000Z"
    }
}
