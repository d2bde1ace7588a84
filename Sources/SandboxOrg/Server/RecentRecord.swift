import GRDB
import JSON

/// A record in the list of what a user has worked with last.
struct RecentRecord: Sendable {
    var object: String
    var id: String
    var name: String?

    func json(apiVersion: String) -> JSONValue {
        [
            "attributes": RecordRenderer(apiVersion: apiVersion).attributes(of: object, id: id), "Id": .string(id),
            "Name": name.map(JSONValue.string) ?? .null,
        ]
    }
}

extension OrgConnection {
    /// How many of an object's newest records are looked through for the user's own.
    private static let depth = 10_000

    /// The records the user has created last, the newest first.
    func recentRecords(of objects: [ObjectDefinition], limit: Int) throws(SalesforceError) -> [RecentRecord] {
        var found: [RecentRecord] = []
        for object in objects where object.field("CreatedById") != nil {
            let name = object.nameField?.name ?? "Id"
            found += try perform {
                let rows = try Row.fetchAll(
                    db,
                    sql: """
                        SELECT "Id", "Label" FROM (
                            SELECT "Id", \(name.quotedAsName) AS "Label", "CreatedById", "IsDeleted"
                            FROM \(object.name.quotedAsName) ORDER BY "Id" DESC LIMIT \(Self.depth)
                        ) WHERE "CreatedById" = ? AND "IsDeleted" = 0 ORDER BY "Id" DESC LIMIT ?
                        """,
                    arguments: [userId, limit]
                )
                return rows.map { RecentRecord(object: object.name, id: $0["Id"], name: $0["Label"]) }
            }
        }
        // All ids of an org are counted together, so what follows the prefix tells which is newer.
        return Array(
            found.sorted { $0.id.dropFirst(3).utf8.lexicographicallyPrecedes($1.id.dropFirst(3).utf8) }
                .reversed().prefix(limit)
        )
    }
}
