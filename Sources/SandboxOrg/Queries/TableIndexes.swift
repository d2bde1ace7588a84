/// The indexes that make the queries people write fast.
enum TableIndexes {
    /// `CREATE INDEX` statements for the table of an object.
    static func indexes(for object: ObjectDefinition) -> [String] {
        object.fields.filter(isWorthAnIndex).map { field in
            let index = """
                CREATE INDEX "\(object.name)_\(field.name)" ON "\(object.name)" ("\(field.name)")
                """
            // What is looked for but hardly sorted by needs no place for the many records without it.
            return isOnlyLookedFor(field) ? index + " WHERE \"\(field.name)\" IS NOT NULL" : index
        }
    }

    private static func isOnlyLookedFor(_ field: FieldDefinition) -> Bool {
        [.reference, .email, .phone].contains(field.type)
    }

    private static func isWorthAnIndex(_ field: FieldDefinition) -> Bool {
        guard field.isStored, field.isFilterable else { return false }
        if field.isNameField || field.isUnique || field.isExternalId || field.isIdLookup { return field.type != .id }
        if ["LastName", "FirstName"].contains(field.name) { return true }
        return switch field.type {
        case .reference: !["LastModifiedById", "CreatedById", "MasterRecordId"].contains(field.name)
        case .email, .phone, .date: true
        case .datetime: ["CreatedDate", "SystemModstamp", "StartDateTime"].contains(field.name)
        default: false
        }
    }
}
