import Foundation
import GRDB
import JSON

@testable import SandboxOrg

/// An org of made-up records, kept both as SandboxOrg keeps them and as plain JSON rows.
struct DifferentialOrg {
    static let zones = [
        "America/New_York", "Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC",
        "Pacific/Apia",
    ]

    /// Moments at which clocks have just changed or are about to, the year turns, or nothing happens.
    static let moments = [
        "2026-03-08T17:30:00Z", "2026-11-01T05:30:00Z", "2026-03-29T00:59:59Z", "2025-12-31T23:30:00Z",
        "2026-01-01T00:00:00Z", "2028-02-29T12:00:00Z", "2018-11-04T15:00:00Z", "2026-07-15T10:11:12Z",
    ]

    let rows: NaiveRows
    let engine: QueryEngine
    let context: QueryEngine.Context
    private let database: any DatabaseWriter

    init(seed: UInt64) throws {
        var maker = DifferentialRowMaker(seed: seed)
        let schema = try Self.schema()
        let zone = Self.zones[Int(seed) % Self.zones.count]
        let now = Self.moments[Int(seed / 3) % Self.moments.count]
        context = QueryEngine.Context(
            now: try Date(now, strategy: .iso8601),
            timeZone: TimeZone(identifier: zone) ?? .gmt,
            userId: "005000000000001AAA",
            apiVersion: "60.0",
            includesDeleted: false
        )
        rows = NaiveRows(schema: schema, rows: maker.rows(now: context.now, zone: context.timeZone))
        engine = QueryEngine(schema: schema)
        database = try OrgDatabase.open(.memory)
        try database.write { [rows] db in
            try OrgDatabase.createTables(for: schema, tables: RecordTables(schema), in: db)
            try OrgDatabase.createIndexes(for: schema, in: db)
            for object in schema.objects {
                let table = try RecordTable(object)
                let reader = FieldReader(text: [])
                for row in rows.rows[object.name] ?? [] {
                    var values = RecordValues()
                    for (name, value) in row {
                        guard let field = object.field(name) else { continue }
                        values[name] = try reader.value(value, for: field, key: name)
                    }
                    try table.insert(values, in: db)
                }
            }
        }
    }

    func run(_ query: String) throws -> QueryResult {
        try database.read { try engine.run(query, in: $0, context: context) }
    }

    private static func schema() throws -> Schema {
        Schema(
            try objects.map { try SchemaFile(yaml: $0, file: "test").object }
        )
    }

    private static let objects = [
        """
        object: Firm
        prefix: "a01"
        fields:
          - Name: string(80) CU; name
          - Kind: picklist(40) CU; values Gold | silver | Bronze
          - Size: int CU
          - Turnover: currency(18, 2) CU
          - Founded: date CU
          - Active: boolean CU
          - ParentId: reference CU; to Firm as Parent; children Branches
          - OfficeAddress: address CU
          - system
        """,
        """
        object: Person
        prefix: "a02"
        fields:
          - Name: string(80) CU; name
          - FirmId: reference CU; to Firm as Firm; children People
          - Email: email(80) CU
          - Score: double(18, 4) CU
          - Born: date CU
          - Seen: datetime CU
          - Active: boolean CU
          - Tags: multipicklist CU; values A | B | C | d
          - Rank: picklist(40) CU; values High | Low | Medium
          - system
        """,
        """
        object: Ticket
        prefix: "a03"
        fields:
          - Subject: string(80) CU; name
          - PersonId: reference CU; to Person as Person; children Tickets
          - AboutId: reference CU; to Firm, Person as About; children Mentions
          - Opened: datetime CU
          - Closed: date CU
          - Hours: double(18, 4) CU
          - Urgent: boolean CU
          - system
        """,
        """
        object: User
        prefix: "005"
        fields:
          - Name: string(80) CU; name
        """,
    ]
}
