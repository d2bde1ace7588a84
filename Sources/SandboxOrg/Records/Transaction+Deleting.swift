import GRDB

extension Transaction {
    /// Deletes a record and what depends on it: into the recycle bin, or for good where the object has none.
    func delete(_ object: ObjectDefinition, _ id: String) throws {
        guard let record = try stored(object.name, id) else { throw SalesforceError.nothingToDelete }
        guard !record.isTrue("IsDeleted") else { throw SalesforceError.entityIsDeleted }
        for rule in rules.rules(of: object) { try rule.willDelete(record, in: self) }
        guard try !rules.rules(of: object).contains(where: { try $0.mustKeep(record, in: self) }) else {
            return try archive(object, id)
        }
        try refuseIfRestricted(object, record)
        try releaseChildren(of: object, id)
        if object.hasRecycleBin {
            var values = RecordValues()
            values.set("IsDeleted", true)
            values.set("SystemModstamp", now)
            values.set("LastModifiedDate", now)
            values.set("LastModifiedById", userId)
            try tables.table(of: object.name)?.update(id, to: values, fields: values.names, in: db)
        } else {
            try tables.table(of: object.name)?.remove(id, in: db)
        }
        if object.isSearchable { try SearchIndex.remove(id: id, of: object, in: db) }
        for rule in rules.rules(of: object) { try rule.didDelete(record, in: self) }
    }

    /// Hides a record that others need, which go on pointing at it.
    private func archive(_ object: ObjectDefinition, _ id: String) throws {
        var values = RecordValues()
        values.set("IsArchived", true)
        values.set("IsActive", false)
        values.set("IsDeleted", true)
        values.set("SystemModstamp", now)
        try tables.table(of: object.name)?.update(id, to: values, fields: values.names, in: db)
    }

    private func refuseIfRestricted(_ object: ObjectDefinition, _ record: RecordValues) throws {
        guard let id = record.text("Id") else { return }
        for relationship in object.childRelationships where relationship.restrictsDelete {
            guard let child = schema.object(relationship.childObject) else { continue }
            let children = try records(child.name, where: [(relationship.field, id)])
            guard !children.isEmpty else { continue }
            let nameField = child.nameField?.name ?? "Id"
            let names = children.compactMap { $0.text(nameField) }.joined(separator: ", ")
            throw SalesforceError(
                status: 400,
                code: "DELETE_FAILED",
                message: "Your attempt to delete \(displayName(of: record, object)) could not be completed because it "
                    + "is associated with the following \(child.labelPlural.lowercased()).: \(names)\n",
                fields: []
            )
        }
    }

    /// Cascades to the children that go with their parent, and clears the references of the others.
    private func releaseChildren(of object: ObjectDefinition, _ id: String) throws {
        for relationship in object.childRelationships {
            guard let child = schema.object(relationship.childObject) else { continue }
            let children = try records(child.name, where: [(relationship.field, id)])
            for record in children {
                guard let childId = record.text("Id") else { continue }
                if relationship.cascadesDelete {
                    // An earlier cascade may have taken it already.
                    guard try self.record(child.name, childId) != nil else { continue }
                    try delete(child, childId)
                } else {
                    var cleared = RecordValues()
                    cleared.set(relationship.field, nil as String?)
                    try tables.table(of: child.name)?.update(childId, to: cleared, fields: cleared.names, in: db)
                }
            }
        }
    }

    /// The record's name as messages give it: a person's with the salutation.
    private func displayName(of record: RecordValues, _ object: ObjectDefinition) -> String {
        let name = record.text(object.nameField?.name ?? "Id") ?? ""
        return [record.text("Salutation"), name].compactMap { $0 }.joined(separator: " ")
    }
}
