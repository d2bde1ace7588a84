/// The one-line notation of a field in a schema file.
///
/// `type(length) CU; word; word …`: the type with its length or its precision and scale, whether it can be created (`C`)
/// and updated (`U`), then any of these in any order:
///
/// - `required`, `defaulted`, `name`, `idLookup`, `autoNumber`, `unique`, `externalId`, `caseSensitive`
/// - `unfilterable`, `unsortable`, `ungroupable`
/// - `default VALUE`, `values A | B`, `restricted`
/// - `to Object, Object as Relationship`, `children Name`, `cascade`, `restrict`
/// - `part of Field`, `formula Path.Field`, `label Text`
struct FieldNotation {
    private(set) var field: FieldDefinition

    init(name: String, text: String) throws(SchemaFileError) {
        let clauses = text.split(separator: ";").map { $0.trimmed }
        guard let head = clauses.first else { throw SchemaFileError("the field \(name) has no type") }
        field = try Self.readHead(head, name: name)
        for clause in clauses.dropFirst() { try read(clause: clause) }
        applyLimitsOfType()
    }

    private static func readHead(_ head: String, name: String) throws(SchemaFileError) -> FieldDefinition {
        let typeName = String(head.prefix { $0.isLetter || $0.isNumber })
        guard let type = FieldDefinition.FieldType(rawValue: typeName) else {
            throw SchemaFileError("\(name) has the type '\(typeName)', which does not exist")
        }
        var field = FieldDefinition(name: name, label: Self.label(for: name, type: type), type: type)
        var rest = head.dropFirst(typeName.count)
        if rest.first == "(" {
            guard let close = rest.firstIndex(of: ")") else { throw SchemaFileError("\(name): ')' is missing") }
            let sizes = rest[rest.index(after: rest.startIndex)..<close].split(separator: ",").map { Int($0.trimmed) }
            guard let first = sizes.first, let size = first, sizes.count <= 2, !sizes.contains(nil) else {
                throw SchemaFileError("\(name): expected a length, or a precision and a scale, in the brackets")
            }
            if sizes.count == 2 {
                field.precision = size
                field.scale = sizes[1] ?? 0
            } else {
                field.length = size
            }
            rest = rest[rest.index(after: close)...]
        }
        switch rest.trimmed {
        case "", "--": break
        case "CU":
            field.isCreateable = true
            field.isUpdateable = true
        case "C-": field.isCreateable = true
        case "-U": field.isUpdateable = true
        case let other: throw SchemaFileError("\(name): expected CU, C- or -U, found '\(other)'")
        }
        return field
    }

    private mutating func read(clause: String) throws(SchemaFileError) {
        let word = clause.prefix { $0 != " " }
        let rest = clause.dropFirst(word.count).trimmed
        switch word {
        case "required": field.isNillable = false
        case "defaulted":
            field.isNillable = false
            field.isDefaultedOnCreate = true
        case "name": field.isNameField = true
        case "idLookup": field.isIdLookup = true
        case "autoNumber":
            field.isAutoNumber = true
            field.isNillable = false
        case "unique": field.isUnique = true
        case "externalId": field.isExternalId = true
        case "caseSensitive": field.isCaseSensitive = true
        case "unfilterable": field.isFilterable = false
        case "unsortable": field.isSortable = false
        case "ungroupable": field.isGroupable = false
        case "restricted": field.isRestrictedPicklist = true
        case "cascade": field.cascadesDelete = true
        case "restrict": field.restrictsDelete = true
        case "default": field.defaultValue = rest
        case "values":
            field.picklist = rest.split(separator: "|").map { value in
                FieldDefinition.PicklistValue(value: value.trimmed, label: value.trimmed, isDefault: false)
            }
        case "children": field.childRelationshipName = rest
        case "formula": field.formula = rest
        case "label": field.label = rest
        case "part": field.compoundFieldName = rest.dropFirst("of ".count).trimmed
        case "to":
            let words = rest.split(separator: " ")
            if let marker = words.lastIndex(of: "as"), marker == words.count - 2 {
                field.relationshipName = String(words[marker + 1])
                field.referenceTo = words[..<marker].map { $0.filter { $0 != "," } }
            } else {
                field.referenceTo = words.map { $0.filter { $0 != "," } }
            }
        default: throw SchemaFileError("\(field.name): '\(word)' means nothing here")
        }
    }

    /// What Salesforce allows to be filtered, sorted and grouped follows from the type for most fields.
    private mutating func applyLimitsOfType() {
        for index in field.picklist.indices {
            field.picklist[index].isDefault = field.picklist[index].value == field.defaultValue
        }
        switch field.type {
        case .reference: field.length = 18
        case .boolean:
            field.isNillable = false
            field.isDefaultedOnCreate = field.isCreateable
            field.defaultValue = field.defaultValue ?? "false"
        case .textarea where field.length > 4000:
            field.isFilterable = false
            field.isSortable = false
            field.isGroupable = false
        case .base64:
            field.isFilterable = false
            field.isSortable = false
            field.isGroupable = false
        case .multipicklist:
            field.isSortable = false
            field.isGroupable = false
        case .address:
            field.isSortable = false
            field.isGroupable = false
        case .double, .currency, .percent, .datetime, .combobox, .time: field.isGroupable = false
        default: break
        }
    }

    /// `BillingCity` reads "Billing City", `AccountId` reads "Account ID", `IsClosed` reads "Closed".
    static func label(for name: String, type: FieldDefinition.FieldType) -> String {
        var stem = Substring(name)
        if stem.hasSuffix("__c") { stem = stem.dropLast("__c".count) }
        if type == .boolean, stem.hasPrefix("Is"), stem.count > 2 { stem = stem.dropFirst("Is".count) }
        let isReference = type == .reference && stem.hasSuffix("Id")
        if isReference { stem = stem.dropLast("Id".count) }
        var label = ""
        var previous: Character = "A"
        for character in stem {
            if character.isUppercase, previous.isLowercase { label.append(" ") }
            label.append(character == "_" ? " " : character)
            previous = character
        }
        return isReference ? label + " ID" : label
    }
}

extension StringProtocol {
    /// The text without white space at either end.
    var trimmed: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text = text.dropFirst() }
        while text.last?.isWhitespace == true { text = text.dropLast() }
        return String(text)
    }
}
