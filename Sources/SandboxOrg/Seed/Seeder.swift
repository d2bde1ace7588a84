import Dispatch
import FoundationEssentials
import GRDB
import JSON

/// Fills a new org.
struct Seeder: Sendable {
    let schema: Schema
    let tables: RecordTables
    let rules: RuleBook
    let clock: @Sendable () -> Date

    /// So many contacts are made before they are stored; then whoever waits is told.
    private static let contactsToABatch = 2000
    /// The share of the work that is sorting generated records, when they are all there.
    private static let shareOfSorting = 0.25

    /// Makes everything a new org has, in place of all that the database holds.
    ///
    /// Only generated contacts can be seen coming in; everything else is there at once. How far they are is told as so
    /// much of so much.
    func fill(_ db: Database, with seed: Seed, onProgress: (_ done: Int, _ all: Int) -> Void) throws {
        try db.inTransaction {
            try OrgDatabase.dropTables(in: db)
            try OrgDatabase.createTables(for: schema, tables: tables, in: db)
            try plant(seed, in: db)
            return .commit
        }
        var done = 0
        var all = 0
        if case .generated(let contacts) = seed {
            all = Int(Double(contacts) / (1 - Self.shareOfSorting))
            try generate(contacts: contacts, in: db) { onProgress($0, all) }
            done = contacts
        }
        let sorting = all - done
        // Sorting all rows once is much faster than finding the place of each.
        try db.inTransaction {
            try OrgDatabase.createIndexes(for: schema, in: db) { share in
                if all > 0 { onProgress(done + Int(share * Double(sorting)), all) }
            }
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

    /// Some of the rows that are made up, and what ids and case numbers have got to with them.
    private struct Batch: Sendable {
        var rows: [GeneratedRow] = []
        var contacts = 0
        var lastId = 0
        var lastCaseNumber = 0
    }

    /// Makes up contacts and what goes with them.
    private func generate(contacts: Int, in db: Database, onProgress: (_ contacts: Int) -> Void) throws {
        let owners = try String.fetchAll(db, sql: "SELECT \"Id\" FROM \"User\" WHERE \"IsActive\" = 1 ORDER BY \"Id\"")
        let transaction = transaction(in: db)
        let generator = try RecordGenerator(
            owners: owners,
            now: transaction.now,
            lastId: try transaction.lastNumber("id"),
            lastCaseNumber: try transaction.lastNumber("CaseNumber")
        )
        let batches = batches(of: contacts, by: generator)
        defer { batches.close() }
        var writer = GeneratedRowWriter(db)
        try SearchIndex.prepareForMany(schema, in: db)
        // One transaction: the search index writes what it holds in memory whenever one ends.
        try db.inTransaction {
            var done = 0
            while done < contacts, let batch = batches.next() {
                for row in batch.rows { try writer.write(row) }
                done += batch.contacts
                try transaction.setLastNumber("id", batch.lastId)
                try transaction.setLastNumber("CaseNumber", batch.lastCaseNumber)
                onProgress(done)
            }
            try LastActivityRule.recountAll(in: db)
            return .commit
        }
        try SearchIndex.finishMany(schema, in: db)
    }

    /// Makes the rows on another thread while those before them are stored.
    private func batches(of contacts: Int, by generator: RecordGenerator) -> BatchQueue<Batch> {
        let queue = BatchQueue<Batch>(capacity: 2)
        DispatchQueue.global().async { [schema, tables] in
            var generator = generator
            var maker = GeneratedRow.Maker(schema: schema, tables: tables)
            for start in stride(from: 0, to: contacts, by: Self.contactsToABatch) {
                var batch = Batch()
                for number in start..<min(start + Self.contactsToABatch, contacts) {
                    generator.makeContact(number) { record in
                        if let row = maker.row(of: record) { batch.rows.append(row) }
                    }
                    batch.contacts += 1
                }
                batch.lastId = generator.lastId
                batch.lastCaseNumber = generator.lastCaseNumber
                guard queue.put(batch) else { return }
            }
        }
        return queue
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
