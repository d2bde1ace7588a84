package import FoundationEssentials
import GRDB
package import JSON

/// A Salesforce org on this machine: its objects, its records and what it does with them.
package struct Org: Sendable {
    /// Where the records are kept.
    package enum Storage: Sendable {
        case memory
        /// A SQLite file, made when there is none.
        case file(path: String)
    }

    package let schema: Schema
    let database: any DatabaseWriter
    /// The eighteen characters of the organization's id.
    package let organizationId: String
    /// Who writes when nobody in particular does.
    let administratorId: String
    private let clock: @Sendable () -> Date
    private let tables: RecordTables
    private let rules: RuleBook

    /// Opens the org, and fills it with `seed` when it is new.
    ///
    /// `clock` tells what the org takes for the present; `onProgress` is told now and then how many of how many
    /// generated contacts there are.
    package static func open(
        _ storage: Storage = .memory,
        schema: Schema? = nil,
        seed: Seed = .empty,
        clock: @escaping @Sendable () -> Date = { Date() },
        onProgress: @Sendable (_ done: Int, _ all: Int) -> Void = { _, _ in }
    ) throws -> Org {
        let schema = try schema ?? Schema.standard()
        let tables = try RecordTables(schema)
        let seeder = Seeder(schema: schema, tables: tables, rules: .standard, clock: clock)
        if case .file(let path) = storage, OrgDatabase.isNew(path) {
            try OrgDatabase.make(at: path) { try seeder.fill($0, with: seed, onProgress: onProgress) }
        }
        let database = try OrgDatabase.open(storage)
        if case .memory = storage {
            try database.writeWithoutTransaction { try seeder.fill($0, with: seed, onProgress: onProgress) }
        }
        let (organizationId, administratorId) = try database.read { db in
            (
                try String.fetchOne(db, sql: "SELECT \"Id\" FROM \"Organization\" LIMIT 1") ?? "",
                try String.fetchOne(db, sql: "SELECT \"Id\" FROM \"User\" ORDER BY \"Id\" LIMIT 1") ?? ""
            )
        }
        return Org(
            schema: schema,
            database: database,
            organizationId: organizationId,
            administratorId: administratorId,
            clock: clock,
            tables: tables,
            rules: .standard
        )
    }

    var now: Date { clock() }

    // MARK: Records

    /// Creates a record in the name of the administrator or another user; answers its id.
    ///
    /// `text` is the body as it was sent, for the places in error messages.
    @discardableResult
    package func create(
        _ objectName: String,
        _ body: JSONValue,
        text: [UInt8] = [],
        as userId: String? = nil
    ) async throws(SalesforceError) -> String {
        let object = try self.object(objectName)
        guard object.isCreateable else { throw .notCreateable(object.label) }
        let values = try RecordInput(object: object, purpose: .create, text: text).values(body)
        return try await write(as: userId) { try $0.create(object, values) }
    }

    /// Changes the fields named in the body.
    package func update(
        _ objectName: String,
        _ id: String,
        _ body: JSONValue,
        text: [UInt8] = [],
        as userId: String? = nil
    ) async throws(SalesforceError) {
        let object = try self.object(objectName)
        let recordId = try self.recordId(id, of: object)
        guard object.isUpdateable else { throw .notUpdateable(object.label) }
        let values = try RecordInput(object: object, purpose: .update, text: text).values(body)
        try await write(as: userId) { try $0.update(object, recordId, values) }
    }

    package func delete(_ objectName: String, _ id: String, as userId: String? = nil) async throws(SalesforceError) {
        let object = try self.object(objectName)
        let recordId = try self.recordId(id, of: object)
        guard object.isDeletable else { throw .notDeletable(object.label) }
        try await write(as: userId) { try $0.delete(object, recordId) }
    }

    /// A record as the REST API shows it: the fields at some paths and the id, or all fields.
    package func record(
        _ objectName: String,
        _ id: String,
        fields: [String]? = nil,
        apiVersion: String = "59.0"
    ) async throws(SalesforceError) -> JSONValue {
        let object = try self.object(objectName)
        let recordId = try self.recordId(id, of: object)
        let engine = QueryEngine(schema: schema)
        let context = try await context(userId: nil, apiVersion: apiVersion, includesDeleted: false)
        let record = try await read { db in
            try engine.record(recordId, of: object, fields: fields.map { $0 + ["Id"] }, in: db, context: context)
        }
        guard let record else { throw .notFound }
        return record
    }

    /// The bytes of a field that holds data, such as a note's `Content`.
    func data(_ objectName: String, _ id: String, field fieldName: String) async throws(SalesforceError) -> [UInt8] {
        let object = try self.object(objectName)
        let recordId = try self.recordId(id, of: object)
        guard let field = object.field(fieldName), field.type == .base64 else { throw .notFound }
        let tables = tables
        let bytes = try await read { db -> [UInt8]? in
            guard let row = try tables.table(of: object.name)?.row(recordId, in: db), !(row["IsDeleted"] as Bool) else {
                return nil
            }
            return (row[field.name] as Data?).map(Array.init) ?? []
        }
        guard let bytes else { throw .notFound }
        return bytes
    }

    /// The ids of the records whose field has a value, whatever its case.
    func ids(
        of object: ObjectDefinition,
        where field: FieldDefinition,
        is value: String
    ) async throws(SalesforceError) -> [String] {
        try await read { db in
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

    /// The object of a name, whatever its case.
    func object(_ name: String) throws(SalesforceError) -> ObjectDefinition {
        guard let object = schema.object(name) else { throw .notFound }
        return object
    }

    /// The long form of an id that belongs to the object.
    func recordId(_ text: String, of object: ObjectDefinition) throws(SalesforceError) -> String {
        guard let id = RecordId(text) else { throw .noExternalId(text) }
        guard id.prefix == object.keyPrefix else { throw .notFound }
        return id.text
    }

    func write<Value: Sendable>(
        as userId: String?,
        _ body: @escaping @Sendable (Transaction) throws -> Value
    ) async throws(SalesforceError) -> Value {
        let (schema, tables, rules) = (schema, tables, rules)
        let userId = userId ?? administratorId
        let now = Int(clock().timeIntervalSince1970.rounded(.down)) * 1000
        do {
            return try await database.write { db in
                try body(
                    Transaction(db: db, schema: schema, tables: tables, rules: rules, now: now, userId: userId)
                )
            }
        } catch {
            throw SalesforceError(error)
        }
    }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(SalesforceError) -> Value {
        do {
            return try await database.read(body)
        } catch {
            throw SalesforceError(error)
        }
    }
}
