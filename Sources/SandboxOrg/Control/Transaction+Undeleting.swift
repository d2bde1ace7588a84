import GRDB

extension Transaction {
    /// Takes a record out of the recycle bin, with the records that a cascade put there at the same moment.
    func undelete(_ object: ObjectDefinition, _ id: String) throws {
        guard object.hasRecycleBin, let record = try stored(object.name, id), record.isTrue("IsDeleted") else {
            throw SalesforceError(
                status: 400,
                code: "UNDELETE_FAILED",
                message: "Entity is not in the recycle bin",
                fields: []
            )
        }
        let deletedAt = record.integer("SystemModstamp")
        var values = RecordValues()
        values.set("IsDeleted", false)
        values.set("SystemModstamp", now)
        values.set("LastModifiedDate", now)
        values.set("LastModifiedById", userId)
        try tables.table(of: object.name)?.update(id, to: values, fields: values.names, in: db)
        if object.isSearchable { try SearchIndex.update(record: id, of: object, in: db) }
        for relationship in object.childRelationships where relationship.cascadesDelete {
            guard let child = schema.object(relationship.childObject), child.hasRecycleBin else { continue }
            let children = try deletedRecords(child.name, where: relationship.field, is: id, at: deletedAt)
            // Another path of the cascade may have brought it back already.
            for childId in children where try self.record(child.name, childId) == nil {
                try undelete(child, childId)
            }
        }
        for rule in rules.rules(of: object) { try rule.didUndelete(record, in: self) }
    }

    private func deletedRecords(
        _ object: String,
        where field: String,
        is id: String,
        at moment: Int?
    ) throws -> [String] {
        try String.fetchAll(
            db,
            sql: """
                SELECT "Id" FROM \(object.quotedAsName)
                WHERE "IsDeleted" = 1 AND \(field.quotedAsName) = ? AND "SystemModstamp" = ? ORDER BY "Id"
                """,
            arguments: [id, moment]
        )
    }
}
