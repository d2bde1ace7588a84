import JSON

@testable import SandboxOrg

/// Records as plain JSON rows, by object.
struct NaiveRows: Sendable {
    typealias Row = [String: JSONValue]

    let schema: Schema
    let rows: [String: [Row]]
    private let byId: [String: (object: String, row: Row)]

    init(schema: Schema, rows: [String: [Row]]) {
        self.schema = schema
        self.rows = rows
        var byId: [String: (String, Row)] = [:]
        for (object, rows) in rows {
            for row in rows { byId[row["Id"]?.string ?? ""] = (object, row) }
        }
        self.byId = byId
    }

    func record(_ id: String?) -> (object: String, row: Row)? { id.flatMap { byId[$0] } }

    /// The same records, of which a query finds only some of one object. References still lead to all.
    init(_ other: NaiveRows, object: String, rows: [Row]) {
        schema = other.schema
        self.rows = other.rows.merging([object: rows]) { _, new in new }
        byId = other.byId
    }
}
