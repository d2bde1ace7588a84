import Yams

/// The YAML text that describes one object.
///
/// ```yaml
/// object: Contact
/// plural: Contacts
/// prefix: "003"
/// calls: create update delete undelete search
/// fields:
///   - LastName: string(80) CU; required; part of Name
///   - MailingAddress: address CU
///   - system
/// ```
///
/// `deleted: hidden` leaves `IsDeleted` out of describe; `recycleBin: kept` keeps deleted records of an object that cannot
/// be undeleted by itself. `- system` marks where describe lists the fields every object has; `address` stands for the compound and its parts.
/// See ``FieldNotation`` for the fields.
struct SchemaFile {
    let object: ObjectDefinition
    private let file: String

    /// Reads the text; `file` is its name in error messages.
    init(yaml text: String, file: String) throws(SchemaFileError) {
        self.file = file
        let root: Node
        do {
            guard let node = try Yams.compose(yaml: text), node.mapping != nil else {
                throw SchemaFileError("expected 'object:', 'prefix:', 'fields:' …", file: file, line: 1)
            }
            root = node
        } catch let error as SchemaFileError {
            throw error
        } catch let error as YamlError {
            throw SchemaFileError(String(describing: error), file: file)
        } catch {
            throw SchemaFileError(String(describing: error), file: file)
        }
        object = try Self.readObject(root, file: file)
    }

    private static func readObject(_ root: Node, file: String) throws(SchemaFileError) -> ObjectDefinition {
        guard let name = root["object"]?.string else {
            throw SchemaFileError("'object:' with the object's name is missing", file: file, line: 1)
        }
        for (key, _) in root.mapping ?? [:] {
            guard let key = key.string, Self.keys.contains(key) else {
                throw SchemaFileError("'\(key.string ?? "")' means nothing here", file: file, line: key.mark?.line)
            }
        }
        let isDeletedHidden = root["deleted"]?.string == "hidden"
        var fields = [FieldDefinition(name: "Id", label: "Record ID", type: .id)]
        fields[0].length = 18
        fields[0].isNillable = false
        fields[0].isDefaultedOnCreate = true
        fields[0].isIdLookup = true
        if !isDeletedHidden { fields.append(Self.readOnly("IsDeleted", .boolean)) }
        var hasSystemFields = false
        for node in root["fields"]?.sequence ?? [] {
            if node.string == "system" {
                fields += Self.systemFields
                hasSystemFields = true
                continue
            }
            do throws(SchemaFileError) {
                fields += try readField(node)
            } catch {
                throw error.at(file: file, line: node.mark?.line)
            }
        }
        if !hasSystemFields { fields += Self.systemFields }
        try checkDistinct(fields, file: file)
        let label = root["label"]?.string ?? name
        var object = ObjectDefinition(
            name: name,
            label: label,
            labelPlural: root["plural"]?.string ?? label + "s",
            keyPrefix: root["prefix"]?.string,
            fields: fields
        )
        let calls = (root["calls"]?.string ?? "create update delete undelete search").split(separator: " ")
        object.isCreateable = calls.contains("create")
        object.isUpdateable = calls.contains("update")
        object.isDeletable = calls.contains("delete")
        object.isUndeletable = calls.contains("undelete")
        object.hasRecycleBin = object.isUndeletable || root["recycleBin"]?.string == "kept"
        object.isSearchable = calls.contains("search")
        return object
    }

    private static let keys: Set<String> = [
        "object", "label", "plural", "prefix", "calls", "deleted", "recycleBin", "fields",
    ]

    private static func readField(_ node: Node) throws(SchemaFileError) -> [FieldDefinition] {
        guard let mapping = node.mapping, mapping.count == 1, let entry = mapping.first,
            let name = entry.key.string, let text = entry.value.string
        else { throw SchemaFileError("expected '- FieldName: type …'") }
        let field = try FieldNotation(name: name, text: text).field
        return field.type == .address ? addressFields(field) : [field]
    }

    private static func addressFields(_ address: FieldDefinition) -> [FieldDefinition] {
        let prefix = address.name.hasSuffix("Address") ? address.name.dropLast("Address".count) : address.name[...]
        let levels = "Address|NearAddress|Block|Street|ExtendedZip|Zip|Neighborhood|City|County|State|Unknown"
        let parts: [(String, FieldDefinition.FieldType, Int)] = [
            ("Street", .textarea, 255), ("City", .string, 40), ("State", .string, 80), ("PostalCode", .string, 20),
            ("Country", .string, 80), ("Latitude", .double, 0), ("Longitude", .double, 0),
            ("GeocodeAccuracy", .picklist, 40),
        ]
        var fields = parts.map { suffix, type, length in
            let name = String(prefix) + suffix
            var field = FieldDefinition(name: name, label: FieldNotation.label(for: name, type: type), type: type)
            field.length = length
            field.isCreateable = address.isCreateable
            field.isUpdateable = address.isUpdateable
            field.compoundFieldName = address.name
            if type == .double {
                field.precision = 18
                field.scale = 15
                field.isGroupable = false
            }
            if type == .picklist {
                field.isRestrictedPicklist = true
                field.picklist = levels.split(separator: "|").map {
                    FieldDefinition.PicklistValue(value: String($0), label: String($0), isDefault: false)
                }
            }
            return field
        }
        var compound = address
        compound.isCreateable = false
        compound.isUpdateable = false
        fields.append(compound)
        return fields
    }

    private static var systemFields: [FieldDefinition] {
        [
            readOnly("CreatedDate", .datetime), readOnly("CreatedById", .reference),
            readOnly("LastModifiedDate", .datetime), readOnly("LastModifiedById", .reference),
            readOnly("SystemModstamp", .datetime),
        ]
    }

    private static func readOnly(_ name: String, _ type: FieldDefinition.FieldType) -> FieldDefinition {
        var field = FieldDefinition(name: name, label: FieldNotation.label(for: name, type: type), type: type)
        field.isNillable = false
        field.isDefaultedOnCreate = true
        switch type {
        case .boolean: field.defaultValue = "false"
        case .datetime: field.isGroupable = false
        default:
            field.length = 18
            field.referenceTo = ["User"]
            field.relationshipName = String(name.dropLast("Id".count))
        }
        return field
    }

    private static func checkDistinct(_ fields: [FieldDefinition], file: String) throws(SchemaFileError) {
        var seen: Set<String> = []
        for field in fields where !seen.insert(field.name.lowercased()).inserted {
            throw SchemaFileError("the field \(field.name) stands twice", file: file)
        }
    }
}
