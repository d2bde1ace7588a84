import FoundationEssentials
import GRDB
import JSON

/// The org as one request meets it: one connection to its database, one user, one moment.
///
/// Whatever is asked of it happens in the database transaction that is open while it exists.
struct OrgConnection {
    let org: Org
    let db: Database
    let userId: String
    let now: Date
    var options = SaveOptions()

    private var schema: Schema { org.schema }

    var transaction: Transaction {
        let milliseconds = Int(now.timeIntervalSince1970.rounded(.down)) * 1000
        return Transaction(
            db: db,
            schema: schema,
            tables: org.tables,
            rules: org.rules,
            now: milliseconds,
            userId: userId,
            options: options
        )
    }

    // MARK: Writing

    /// Creates a record; answers its id. `text` is the body as it was sent, for the places in error messages.
    @discardableResult
    func create(_ object: ObjectDefinition, _ body: JSONValue, text: [UInt8] = []) throws(SalesforceError) -> String {
        guard object.isCreateable else { throw .notCreateable(object.label) }
        let values = try RecordInput(object: object, purpose: .create, text: text).values(body)
        return try perform { try transaction.create(object, values) }
    }

    /// Changes the fields named in the body.
    func update(
        _ object: ObjectDefinition,
        _ id: String,
        _ body: JSONValue,
        text: [UInt8] = []
    ) throws(SalesforceError) {
        guard object.isUpdateable else { throw .notUpdateable(object.label) }
        let values = try RecordInput(object: object, purpose: .update, text: text).values(body)
        try perform { try transaction.update(object, id, values) }
    }

    func delete(_ object: ObjectDefinition, _ id: String) throws(SalesforceError) {
        guard object.isDeletable else { throw .notDeletable(object.label) }
        try perform { try transaction.delete(object, id) }
    }

    /// Runs `body`, and undoes what it has written when it throws.
    func attempt<Value>(_ body: () throws(SalesforceError) -> Value) throws(SalesforceError) -> Value {
        try perform { try db.execute(sql: "SAVEPOINT attempt") }
        let value: Value
        do throws(SalesforceError) {
            value = try body()
        } catch {
            try perform { try db.execute(sql: "ROLLBACK TO attempt; RELEASE attempt") }
            throw error
        }
        try perform { try db.execute(sql: "RELEASE attempt") }
        return value
    }

    // MARK: Reading

    /// A record as the REST API shows it: the fields at some paths and the id, or all fields; nil when there is none.
    func record(
        _ object: ObjectDefinition,
        _ id: String,
        fields: [String]? = nil,
        apiVersion: String
    ) throws(SalesforceError) -> JSONValue? {
        let context = try context(apiVersion: apiVersion)
        let fields = fields.map { $0 + ["Id"] }
        return try QueryEngine(schema: schema).record(id, of: object, fields: fields, in: db, context: context)
    }

    /// The stored values of a record that is not deleted.
    func values(_ object: ObjectDefinition, _ id: String) throws(SalesforceError) -> RecordValues? {
        try perform { try transaction.record(object.name, id) }
    }

    /// The bytes of a field that holds data, such as a note's `Content`.
    func data(_ object: ObjectDefinition, _ id: String, field: FieldDefinition) throws(SalesforceError) -> [UInt8] {
        guard let values = try values(object, id) else { throw .notFound }
        return Data.fromDatabaseValue(values[field.name]).map(Array.init) ?? []
    }

    /// The ids of the records whose field has a value, whatever its case.
    func ids(
        of object: ObjectDefinition,
        where field: FieldDefinition,
        is value: String
    ) throws(SalesforceError) -> [String] {
        // SQLite would look for what stands before a null character.
        guard !value.utf8.contains(0) else { return [] }
        return try perform {
            try String.fetchAll(
                db,
                sql: """
                    SELECT "Id" FROM \(object.name.quotedAsName)
                    WHERE "IsDeleted" = 0 AND \(field.name.quotedAsName) = ? ORDER BY "Id"
                    """,
                arguments: [value]
            )
        }
    }

    func query(
        _ soql: String,
        apiVersion: String,
        includesDeleted: Bool = false,
        page: PageBudget = PageBudget(.max, link: nil)
    ) throws(SalesforceError) -> QueryResult {
        let context = try context(apiVersion: apiVersion, includesDeleted: includesDeleted)
        return try QueryEngine(schema: schema).run(soql, in: db, context: context, page: page)
    }

    /// The records in a part of a long result, as many as the page takes, and how many rows are done with.
    func records(
        _ range: Range<Int>,
        of cursor: QueryCursor,
        page: PageBudget
    ) throws(SalesforceError) -> (records: [JSONValue], count: Int) {
        try QueryEngine(schema: schema).records(range, of: cursor, page: page, in: db)
    }

    func search(_ sosl: String, apiVersion: String) throws(SalesforceError) -> [JSONValue] {
        try QueryEngine(schema: schema).search(sosl, in: db, context: try context(apiVersion: apiVersion))
    }

    private func context(
        apiVersion: String,
        includesDeleted: Bool = false
    ) throws(SalesforceError) -> QueryEngine.Context {
        QueryEngine.Context(
            now: now,
            timeZone: try perform { try org.timeZone(of: userId, in: db) },
            userId: userId,
            apiVersion: apiVersion,
            includesDeleted: includesDeleted
        )
    }

    /// Runs what the database or a rule may refuse.
    func perform<Value>(_ body: () throws -> Value) throws(SalesforceError) -> Value {
        do {
            return try body()
        } catch {
            throw SalesforceError(error)
        }
    }
}
