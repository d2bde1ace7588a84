import GRDB

/// A record knows the day of its last closed task or its last event.
struct LastActivityRule: RecordRule {
    /// The fields of activities that point at what they are about, with the objects that want to know.
    private static let references: [(field: String, objects: [String])] = [
        ("WhoId", ["Contact", "Lead"]), ("WhatId", ["Campaign", "Opportunity"]), ("AccountId", ["Account"]),
    ]

    let objects: Set<String> = ["Task", "Event"]

    func didSave(_ change: RecordChange, in transaction: Transaction) throws {
        try recount(
            ["WhoId", "WhatId", "AccountId", "ActivityDate", "IsClosed"].contains(where: change.changes)
                ? [change.old, change.new].compactMap { $0 } : [],
            in: transaction
        )
    }

    func didDelete(_ record: RecordValues, in transaction: Transaction) throws {
        try recount([record], in: transaction)
    }

    func didUndelete(_ record: RecordValues, in transaction: Transaction) throws {
        try recount([record], in: transaction)
    }

    private func recount(_ activities: [RecordValues], in transaction: Transaction) throws {
        for (field, objects) in Self.references {
            for id in Set(activities.compactMap { $0.text(field) }) {
                guard let name = transaction.schema.object(ofId: id)?.name, objects.contains(name) else { continue }
                let statement = try transaction.db.cachedStatement(
                    sql: """
                        UPDATE \(name.quotedAsName) SET "LastActivityDate" = (
                            SELECT MAX("ActivityDate") FROM (\(Self.days(where: "\(field.quotedAsName) = ?1")))
                        ) WHERE "Id" = ?1
                        """
                )
                try statement.execute(arguments: [id])
            }
        }
    }

    /// Brings all records up to date at once, after many activities were stored without the rules.
    static func recountAll(in db: Database) throws {
        for (field, objects) in references {
            for object in objects {
                try db.execute(
                    sql: """
                        UPDATE \(object.quotedAsName) SET "LastActivityDate" = "last"."day" FROM (
                            SELECT "key", MAX("ActivityDate") AS "day" FROM (
                                \(days(where: "\(field.quotedAsName) IS NOT NULL", key: field))
                            ) GROUP BY "key"
                        ) AS "last" WHERE \(object.quotedAsName)."Id" = "last"."key"
                        """
                )
            }
        }
    }

    /// The days of the activities that count.
    private static func days(where condition: String, key: String? = nil) -> String {
        let key = key.map { "\($0.quotedAsName) AS \"key\", " } ?? ""
        return """
            SELECT \(key)"ActivityDate" FROM "Task" WHERE "IsDeleted" = 0 AND "IsClosed" = 1 AND \(condition)
            UNION ALL SELECT \(key)"ActivityDate" FROM "Event" WHERE "IsDeleted" = 0 AND \(condition)
            """
    }
}
