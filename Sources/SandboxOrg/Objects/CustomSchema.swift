/// What a schema file of one's own adds: a custom object, or custom fields of an object there is.
struct CustomSchema {
    private let part: SchemaFile
    private let fields: [FieldDefinition]

    init(_ part: SchemaFile) throws(SchemaFileError) {
        self.part = part
        var fields: [FieldDefinition] = []
        for field in part.listedFields { fields.append(try Self.completed(field, in: part)) }
        self.fields = fields
    }

    /// The name under which the object goes into a schema.
    func objectName(in objects: [String: ObjectDefinition]) -> String {
        objects.keys.first { $0.lowercased() == part.object.name.lowercased() } ?? part.object.name
    }

    /// The object as it is with what the file adds to the objects there are.
    func object(in objects: [String: ObjectDefinition]) throws(SchemaFileError) -> ObjectDefinition {
        if let existing = objects[objectName(in: objects)] { return try extended(existing) }
        return try newObject(among: objects)
    }

    // MARK: Objects

    private func extended(_ existing: ObjectDefinition) throws(SchemaFileError) -> ObjectDefinition {
        if let key = part.keys.subtracting(["object", "fields"]).min() {
            throw part.error("'\(key)' can't be changed: \(existing.name) exists already; only 'fields' can be added")
        }
        for field in fields {
            guard Self.isCustomName(field.name) else {
                throw part.error(
                    "\(field.name) is no name of a custom field, such as Service_Level__c",
                    field: field.name
                )
            }
            guard existing.field(field.name) == nil else {
                throw part.error("\(existing.name) has the field \(field.name) already", field: field.name)
            }
        }
        var object = existing
        object.add(fields)
        return object
    }

    private func newObject(among objects: [String: ObjectDefinition]) throws(SchemaFileError) -> ObjectDefinition {
        let described = part.object
        guard Self.isCustomName(described.name) else {
            throw part.error("there is no object \(described.name), and a custom object has a name such as Invoice__c")
        }
        for field in fields where !["Name", "OwnerId"].contains(field.name) && !Self.isCustomName(field.name) {
            throw part.error("\(field.name) is no name of a custom field, such as Amount__c", field: field.name)
        }
        let prefixes = Set(objects.values.compactMap(\.keyPrefix))
        if let prefix = described.keyPrefix {
            guard RecordId(prefix + "000000000000") != nil, prefix.count == 3 else {
                throw part.error("'\(prefix)' is no prefix of ids: it has three letters or digits")
            }
            guard !prefixes.contains(prefix) else {
                throw part.error("ids of another object begin with \(prefix) already")
            }
        }
        let system = described.fields.filter { field in !fields.contains { $0.name == field.name } }
        var object = ObjectDefinition(
            name: described.name,
            label: part.keys.contains("label")
                ? described.label : FieldNotation.label(for: described.name, type: .string),
            labelPlural: described.labelPlural,
            keyPrefix: described.keyPrefix ?? Self.freePrefix(besides: prefixes),
            fields: system + standardFields + fields
        )
        object.isCreateable = described.isCreateable
        object.isUpdateable = described.isUpdateable
        object.isDeletable = described.isDeletable
        object.isUndeletable = described.isUndeletable
        object.hasRecycleBin = described.hasRecycleBin
        object.isSearchable = described.isSearchable
        return object
    }

    /// The name and the owner, which every custom object has; one that belongs to a parent has no owner.
    private var standardFields: [FieldDefinition] {
        var added: [FieldDefinition] = []
        let names = Set(fields.map(\.name))
        if !names.contains("OwnerId"), !fields.contains(where: { $0.cascadesDelete && !$0.isNillable }) {
            var owner = FieldDefinition(name: "OwnerId", label: "Owner ID", type: .reference)
            owner.length = 18
            owner.isNillable = false
            owner.isDefaultedOnCreate = true
            owner.isCreateable = true
            owner.isUpdateable = true
            owner.referenceTo = ["Group", "User"]
            owner.relationshipName = "Owner"
            added.append(owner)
        }
        if !fields.contains(where: \.isNameField), !names.contains("Name") {
            var name = FieldDefinition(name: "Name", label: part.object.label + " Name", type: .string)
            name.length = 80
            name.isNameField = true
            name.isIdLookup = true
            name.isCreateable = true
            name.isUpdateable = true
            added.append(name)
        }
        return added
    }

    private static func freePrefix(besides taken: Set<String>) -> String {
        let digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
        for first in digits {
            for second in digits where !taken.contains("a\(first)\(second)") { return "a\(first)\(second)" }
        }
        return "a00"
    }

    // MARK: Fields

    /// A field with what Salesforce supposes where the file says nothing.
    private static func completed(_ field: FieldDefinition, in part: SchemaFile) throws(SchemaFileError)
        -> FieldDefinition
    {
        var field = field
        switch field.type {
        case .id, .address, .anyType, .base64, .combobox:
            throw part.error("\(field.name): no custom field has the type \(field.type.rawValue)", field: field.name)
        case .reference:
            guard !field.referenceTo.isEmpty else {
                throw part.error("\(field.name) points at nothing: say 'to Account'", field: field.name)
            }
            if field.relationshipName == nil, field.isCustom {
                field.relationshipName = field.name.dropLast("__c".count) + "__r"
            }
        case .string where field.length == 0, .url where field.length == 0, .picklist where field.length == 0,
            .textarea where field.length == 0:
            field.length = 255
        case .email where field.length == 0: field.length = 80
        case .phone where field.length == 0: field.length = 40
        case .multipicklist where field.length == 0: field.length = 4099
        case .double, .currency, .percent:
            if field.precision == 0 {
                field.precision = 18
                field.scale = field.type == .double ? 0 : 2
            }
        default: break
        }
        guard !field.isAutoNumber else {
            throw part.error("\(field.name): custom fields can't be numbered automatically", field: field.name)
        }
        return field
    }

    private static func isCustomName(_ name: String) -> Bool {
        guard name.hasSuffix("__c"), name.utf8.count <= 43 else { return false }
        let stem = name.dropLast("__c".count)
        return stem.first?.isLetter == true && !stem.hasSuffix("_") && !stem.contains("__")
            && stem.utf8.allSatisfy { byte in
                byte == UInt8(ascii: "_") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
            }
    }
}
