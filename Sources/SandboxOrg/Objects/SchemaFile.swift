import Yams

/// The YAML document that describes one object, or adds fields to one.
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
    /// The fields it lists itself, without those every object has.
    let listedFields: [FieldDefinition]
    let file: String
    /// The keys at the top, such as `prefix`.
    let keys: Set<String>
    /// The line of the object and of each field listed, counted from 1.
    let line: Int?
    private let fieldLines: [String: Int]

    /// Reads the text of one document; `file` is its name in error messages.
    init(yaml text: String, file: String) throws(SchemaFileError) {
        self = try Self.parts(yaml: text, file: file)[0]
    }

    /// Reads the documents of a text, which are separated by `---`.
    static func parts(yaml text: String, file: String) throws(SchemaFileError) -> [SchemaFile] {
        var parts: [SchemaFile] = []
        do {
            // A loop would read a copy, and the copy would keep the error to itself.
            var documents = try Yams.compose_all(yaml: text)
            while let node = documents.next() { parts.append(try SchemaFile(node, file: file)) }
            if let error = documents.error { throw error }
        } catch let error as SchemaFileError {
            throw error
        } catch YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
            YamlError.composer(_, let problem, let mark, _)
        {
            throw SchemaFileError(problem, file: file, line: mark.line)
        } catch {
            throw SchemaFileError(String(describing: error), file: file)
        }
        guard !parts.isEmpty else { throw SchemaFileError(expectation, file: file, line: 1) }
        return parts
    }

    private static let expectation = "expected 'object:', 'prefix:', 'fields:' …"

    private init(_ root: Node, file: String) throws(SchemaFileError) {
        guard let mapping = root.mapping else {
            throw SchemaFileError(Self.expectation, file: file, line: root.mark?.line ?? 1)
        }
        self.file = file
        line = root.mark?.line
        keys = Set(mapping.keys.compactMap(\.string))
        var listed: [FieldDefinition] = []
        var lines: [String: Int] = [:]
        for node in root["fields"]?.sequence ?? [] where node.string != "system" {
            do throws(SchemaFileError) {
                for field in try Self.readField(node) {
                    guard !listed.contains(where: { $0.name.lowercased() == field.name.lowercased() }) else {
                        throw SchemaFileError("the field \(field.name) stands twice")
                    }
                    listed.append(field)
                    lines[field.name] = node.mark?.line
                }
            } catch {
                throw error.at(file: file, line: node.mark?.line)
            }
        }
        listedFields = listed
        fieldLines = lines
        object = try Self.readObject(root, file: file)
        var names: Set<String> = []
        for field in object.fields where !names.insert(field.name.lowercased()).inserted {
            throw SchemaFileError(
                "every object has the field \(field.name) already",
                file: file,
                line: lines[field.name]
            )
        }
    }

    /// An error about one of its fields, or about the object.
    func error(_ message: String, field: String? = nil) -> SchemaFileError {
        SchemaFileError(message, file: file, line: field.flatMap { fieldLines[$0] } ?? line)
    }

    private static func readObject(_ root: Node, file: String) throws(SchemaFileError) -> ObjectDefinition {
        guard let name = root["object"]?.string else {
            throw SchemaFileError("'object:' with the object's name is missing", file: file, line: root.mark?.line ?? 1)
        }
        for (key, _) in root.mapping ?? [:] {
            guard let key = key.string, Self.knownKeys.contains(key) else {
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

    private static let knownKeys: Set<String> = [
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
}
