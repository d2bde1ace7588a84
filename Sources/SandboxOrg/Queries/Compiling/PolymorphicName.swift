/// What a reference to one of several objects offers: the fields all of them are said to have.
///
/// Salesforce calls this object `Name`.
enum PolymorphicName {
    static let definition: ObjectDefinition = {
        var fields = [FieldDefinition(name: "Id", label: "Name ID", type: .id, length: 18)]
        fields += ["Name", "FirstName", "LastName", "Alias", "Username", "Title", "Type"].map {
            FieldDefinition(name: $0, label: $0, type: .string, length: 255)
        }
        fields += [
            FieldDefinition(name: "Email", label: "Email", type: .email, length: 80),
            FieldDefinition(name: "Phone", label: "Phone", type: .phone, length: 40),
            FieldDefinition(name: "IsActive", label: "Active", type: .boolean),
            FieldDefinition(name: "ProfileId", label: "Profile ID", type: .reference, length: 18),
            FieldDefinition(name: "UserRoleId", label: "Role ID", type: .reference, length: 18),
            FieldDefinition(name: "RecordTypeId", label: "Record Type ID", type: .reference, length: 18),
            FieldDefinition(name: "LastViewedDate", label: "Last Viewed Date", type: .datetime),
            FieldDefinition(name: "LastReferencedDate", label: "Last Referenced Date", type: .datetime),
        ]
        return ObjectDefinition(name: "Name", label: "Name", labelPlural: "Names", keyPrefix: nil, fields: fields)
    }()

    /// The value of a field for whichever record an id names.
    static func expression(of field: FieldDefinition, id: SQLFragment, among targets: [ObjectDefinition]) -> SQLFragment
    {
        guard field.type != .id else { return id }
        let branches = targets.compactMap { target -> SQLFragment? in
            guard let prefix = target.keyPrefix, let value = value(of: field, id: id, in: target) else { return nil }
            return "WHEN \(value: prefix) THEN \(value)"
        }
        guard !branches.isEmpty else { return "NULL" }
        let expression: SQLFragment = "(CASE substr(\(id), 1, 3) \(SQLFragment(branches, separator: " ")) END)"
        return field.type.isText ? "\(expression) COLLATE salesforce" : expression
    }

    private static func value(
        of field: FieldDefinition,
        id: SQLFragment,
        in target: ObjectDefinition
    ) -> SQLFragment? {
        if field.name == "Type" {
            guard target.name == "Group" else { return "\(value: target.name)" }
            return """
                (SELECT CASE g."Type" WHEN 'Queue' THEN 'Queue' ELSE 'Group' END FROM "Group" g WHERE g."Id" = \(id))
                """
        }
        let own = field.name == "Name" ? target.nameField : target.field(field.name)
        guard let own, own.isStored else { return nil }
        return "(SELECT p.\(name: own.name) FROM \(name: target.name) p WHERE p.\"Id\" = \(id))"
    }
}
