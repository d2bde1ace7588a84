import Foundation
import GRDB
import JSON
import SOQL

@testable import SandboxOrg

/// A small org whose every record the tests know.
struct SampleOrg {
    static let user = "005000000000001AAA"
    static let colleague = "005000000000002AAA"
    static let queue = "00G000000000001EAA"
    static let acme = "001000000000001AAA"
    static let globex = "001000000000002AAA"
    static let initech = "001000000000003AAA"
    static let sarah = "003000000000001AAA"
    static let sean = "003000000000002AAA"
    static let ada = "003000000000003AAA"
    static let lead = "00Q000000000001EAA"
    static let call = "00T000000000001EAA"
    static let meeting = "00T000000000002EAA"
    static let reminder = "00T000000000003EAA"
    static let billing = "500000000000001AAA"
    static let outage = "500000000000002AAA"
    static let deal = "006000000000001AAA"
    static let won = "006000000000002AAA"

    /// Thursday, the first of January 2026, at midnight in London and at seven in the evening in New York.
    static let now = Date(timeIntervalSince1970: 1_767_225_600)

    private static let shared = Result { try SampleOrg() }

    private let database: DatabaseQueue
    let engine: QueryEngine

    /// The org that tests read. It is never written to.
    static func open() throws -> SampleOrg { try shared.get() }

    private init() throws {
        let org = try Org.open(seed: .empty, clock: { Self.now })
        engine = QueryEngine(schema: org.schema)
        let schema = org.schema
        guard let queue = org.database as? DatabaseQueue else { throw DatabaseError(message: "not in memory") }
        database = queue
        try database.write { db in
            for object in ["User", "Group", "Profile"] { try db.execute(sql: "DELETE FROM \"\(object)\"") }
            for (object, values) in Self.records {
                let columns = values.map(\.0)
                try db.execute(
                    sql: """
                        INSERT INTO "\(object)" (\(columns.map { "\"\($0)\"" }.joined(separator: ", ")))
                        VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))
                        """,
                    arguments: StatementArguments(values.map { $0.1?.databaseValue ?? .null })
                )
                guard let definition = schema.object(object), let id = values.first?.1 as? String else { continue }
                try SearchIndex.update(record: id, of: definition, in: db)
            }
        }
    }

    /// The records a query finds, as JSON text without their attributes.
    func records(_ soql: String, _ context: QueryEngine.Context = .sample) throws -> [String] {
        try result(soql, context).records.map { Self.withoutAttributes($0).serializedText() }
    }

    func result(_ soql: String, _ context: QueryEngine.Context = .sample) throws -> QueryResult {
        try database.read { try engine.run(soql, in: $0, context: context) }
    }

    /// The records a search finds, as JSON text without their attributes.
    func found(_ sosl: String) throws -> [String] {
        try search(sosl).map { Self.withoutAttributes($0).serializedText() }
    }

    func search(_ sosl: String) throws -> [JSONValue] {
        try database.read { try engine.search(sosl, in: $0, context: .sample) }
    }

    /// One record without its attributes.
    func record(_ id: String, of objectName: String, fields: [String]?) throws -> JSONValue? {
        guard let object = engine.schema.object(objectName) else { return nil }
        let record = try database.read { try engine.record(id, of: object, fields: fields, in: $0, context: .sample) }
        return record.map(Self.withoutAttributes)
    }

    /// Why a query is refused; nil when it is not.
    func refusal(of soql: String, _ context: QueryEngine.Context = .sample) throws -> SalesforceError? {
        do {
            _ = try result(soql, context)
            return nil
        } catch let error as SalesforceError {
            return error
        }
    }

    /// Lets a test change the org; the changes are undone.
    func rollingBack(_ body: (Database) throws -> Void) throws {
        try database.inTransaction { db in
            try body(db)
            return .rollback
        }
    }

    /// What SQLite makes of a query: the steps of its plan.
    func plan(of soql: String) throws -> String {
        try database.read { db in
            let compiled = try QueryCompiler.compile(Query(parsing: soql), schema: engine.schema, context: .sample)
            let rows = try Row.fetchAll(
                db,
                sql: "EXPLAIN QUERY PLAN " + compiled.statement.text,
                arguments: StatementArguments(compiled.statement.arguments)
            )
            return rows.map { $0["detail"] as String? ?? "" }.joined(separator: "\n")
        }
    }

    static func withoutAttributes(_ value: JSONValue) -> JSONValue {
        switch value {
        case .array(let elements): .array(elements.map(withoutAttributes))
        case .object(let object):
            .object(
                object.reduce(into: JSONObject()) { result, member in
                    if member.key != "attributes" { result[member.key] = withoutAttributes(member.value) }
                }
            )
        default: value
        }
    }
}

extension QueryEngine.Context {
    static var sample: QueryEngine.Context { sample() }

    static func sample(apiVersion: String = "59.0", includesDeleted: Bool = false) -> QueryEngine.Context {
        QueryEngine.Context(
            now: SampleOrg.now,
            timeZone: TimeZone(identifier: "America/New_York") ?? .gmt,
            userId: SampleOrg.user,
            apiVersion: apiVersion,
            includesDeleted: includesDeleted
        )
    }
}
