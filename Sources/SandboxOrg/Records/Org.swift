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
    /// What puts the org's first records into it.
    let seeder: Seeder
    let seed: Seed
    /// The time zone every user has in place of the seed's; nil to leave them theirs.
    let userTimeZone: TimeZone?
    private let clock: @Sendable () -> Date
    let tables: RecordTables
    let rules: RuleBook

    /// Opens the org, and fills it with `seed` when it is new.
    ///
    /// `userTimeZone` becomes the time zone of all users, also of an org that is not new.
    /// `refusesDuplicates` switches the duplicate rule of contacts on; the seed's own may look alike.
    /// `clock` tells what the org takes for the present; `onProgress` is told now and then how much of
    /// how much of the generating is done.
    package static func open(
        _ storage: Storage = .memory,
        schema: Schema? = nil,
        seed: Seed = .empty,
        userTimeZone: TimeZone? = nil,
        refusesDuplicates: Bool = false,
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
        try database.write { db in
            if case .file = storage { try OrgDatabase.addMissing(of: schema, tables: tables, in: db) }
            try OrgDatabase.setTimeZone(userTimeZone, in: db)
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
            seeder: seeder,
            seed: seed,
            userTimeZone: userTimeZone,
            clock: clock,
            tables: tables,
            rules: refusesDuplicates ? .withoutDuplicates : .standard
        )
    }

    var now: Date { clock() }

    // MARK: Records

    /// Creates a record in the name of the administrator or another user; answers its id.
    @discardableResult
    package func create(
        _ objectName: String,
        _ body: JSONValue,
        text: [UInt8] = [],
        as userId: String? = nil
    ) async throws(SalesforceError) -> String {
        let object = try self.object(objectName)
        return try await connected(for: .writing, as: userId) { connection throws(SalesforceError) in
            try connection.create(object, body, text: text)
        }
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
        try await connected(for: .writing, as: userId) { connection throws(SalesforceError) in
            try connection.update(object, recordId, body, text: text)
        }
    }

    package func delete(_ objectName: String, _ id: String, as userId: String? = nil) async throws(SalesforceError) {
        let object = try self.object(objectName)
        let recordId = try self.recordId(id, of: object)
        try await connected(for: .writing, as: userId) { connection throws(SalesforceError) in
            try connection.delete(object, recordId)
        }
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
        let record = try await connected(for: .reading, as: nil) { connection throws(SalesforceError) in
            try connection.record(object, recordId, fields: fields, apiVersion: apiVersion)
        }
        guard let record else { throw .notFound }
        return record
    }

    /// The bytes of a field that holds data, such as a note's `Content`.
    func data(_ objectName: String, _ id: String, field fieldName: String) async throws(SalesforceError) -> [UInt8] {
        let object = try self.object(objectName)
        let recordId = try self.recordId(id, of: object)
        guard let field = object.field(fieldName), field.type == .base64 else { throw .notFound }
        return try await connected(for: .reading, as: nil) { connection throws(SalesforceError) in
            try connection.data(object, recordId, field: field)
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
}
