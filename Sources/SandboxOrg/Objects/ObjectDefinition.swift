/// One object of the org: its fields, and what points at it.
struct ObjectDefinition: Sendable {
    struct ChildRelationship: Sendable {
        /// The object that points here, and the field it points with.
        var childObject: String
        var field: String
        /// The name for a subquery: `Contacts`. Nil when it cannot be followed downwards.
        var relationshipName: String?
        /// Whether deleting the parent deletes the child, or is refused while there is one; else the field is cleared.
        var cascadesDelete: Bool
        var restrictsDelete: Bool
    }

    var name: String
    var label: String
    var labelPlural: String
    /// The first three characters of its ids; nil for objects without ids of their own.
    var keyPrefix: String?
    var isCreateable = true
    var isUpdateable = true
    var isDeletable = true
    var isUndeletable = true
    /// Whether deleted records are kept for a while, marked as deleted; else they are gone at once.
    var hasRecycleBin = true
    var isQueryable = true
    var isSearchable = true
    var fields: [FieldDefinition]
    /// Derived from the references of every other object.
    var childRelationships: [ChildRelationship] = []

    private var indexByName: [String: Int] = [:]

    init(name: String, label: String, labelPlural: String, keyPrefix: String?, fields: [FieldDefinition]) {
        self.name = name
        self.label = label
        self.labelPlural = labelPlural
        self.keyPrefix = keyPrefix
        self.fields = fields
        for (index, field) in fields.enumerated() { indexByName[field.name.lowercased()] = index }
    }

    /// Adds fields behind the others.
    mutating func add(_ added: [FieldDefinition]) {
        for field in added {
            indexByName[field.name.lowercased()] = fields.count
            fields.append(field)
        }
    }

    /// Finds a field whatever the case of the name.
    func field(_ name: String) -> FieldDefinition? {
        indexByName[name.lowercased()].map { fields[$0] }
    }

    /// Finds the reference followed by a relationship name (`Account`, `Who`), whatever its case.
    func reference(named relationship: String) -> FieldDefinition? {
        fields.first { $0.relationshipName?.lowercased() == relationship.lowercased() }
    }

    /// Finds what a subquery's `FROM` names.
    func childRelationship(named name: String) -> ChildRelationship? {
        childRelationships.first { $0.relationshipName?.lowercased() == name.lowercased() }
    }

    var nameField: FieldDefinition? { fields.first { $0.isNameField } }
}
