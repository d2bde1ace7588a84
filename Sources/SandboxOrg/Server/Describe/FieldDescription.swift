import JSON

/// What `describe` says about one field.
struct FieldDescription {
    let field: FieldDefinition
    let object: ObjectDefinition

    var json: JSONObject {
        [
            "aggregatable": .boolean(isAggregatable), "aiPredictionField": false,
            "autoNumber": .boolean(field.isAutoNumber), "byteLength": number(isText ? field.length * 3 : field.length),
            "calculated": .boolean(field.formula != nil && field.isCustom), "calculatedFormula": nil,
            "cascadeDelete": .boolean(field.cascadesDelete), "caseSensitive": .boolean(field.isCaseSensitive),
            "compoundFieldName": optional(field.compoundFieldName), "controllerName": nil,
            "createable": .boolean(field.isCreateable), "custom": .boolean(field.isCustom),
            "defaultValue": defaultValue, "defaultValueFormula": nil,
            "defaultedOnCreate": .boolean(field.isDefaultedOnCreate), "dependentPicklist": false,
            "deprecatedAndHidden": false, "digits": number(digits), "displayLocationInDecimal": false,
            "encrypted": false, "externalId": .boolean(field.isExternalId), "extraTypeInfo": extraTypeInfo,
            "filterable": .boolean(field.isFilterable), "filteredLookupInfo": nil,
            "formulaTreatNullNumberAsZero": false, "groupable": .boolean(field.isGroupable),
            "highScaleNumber": false, "htmlFormatted": false, "idLookup": .boolean(field.isIdLookup),
            "inlineHelpText": nil, "label": .string(field.label), "length": number(field.length), "mask": nil,
            "maskType": nil, "name": .string(field.name), "nameField": .boolean(field.isNameField),
            "namePointing": .boolean(field.referenceTo.count > 1), "nillable": .boolean(field.isNillable),
            "permissionable": .boolean(field.isNillable && (field.isCreateable || field.isUpdateable)),
            "picklistValues": .array(field.picklist.map(picklistValue)),
            "polymorphicForeignKey": .boolean(field.referenceTo.count > 1), "precision": number(precision),
            "queryByDistance": .boolean(field.type == .address), "referenceTargetField": nil,
            "referenceTo": .array(field.referenceTo.map(JSONValue.string)),
            "relationshipName": optional(field.relationshipName), "relationshipOrder": nil,
            "restrictedDelete": .boolean(field.restrictsDelete),
            "restrictedPicklist": .boolean(field.isRestrictedPicklist), "scale": number(field.scale),
            "searchPrefilterable": .boolean(field.type == .reference), "soapType": .string(soapType),
            "sortable": .boolean(field.isSortable), "type": .string(field.type.rawValue),
            "unique": .boolean(field.isUnique), "updateable": .boolean(field.isUpdateable),
            "writeRequiresMasterRead": false,
        ]
    }

    private var isText: Bool {
        switch field.type {
        case .boolean, .int, .double, .currency, .percent, .date, .datetime, .time, .base64, .address, .anyType: false
        case .id, .reference, .string, .textarea, .phone, .email, .url, .picklist, .multipicklist, .combobox: true
        }
    }

    private var isAggregatable: Bool {
        switch field.type {
        case .boolean, .base64, .address, .combobox, .multipicklist: false
        default: field.isFilterable
        }
    }

    private var digits: Int { field.type == .int ? max(field.precision, 8) : 0 }
    private var precision: Int { field.type == .int ? 0 : field.precision }

    private var defaultValue: JSONValue {
        guard field.type == .boolean else { return optional(field.defaultValue) }
        return .boolean(field.defaultValue == "true")
    }

    private var extraTypeInfo: JSONValue {
        if field.type == .textarea { return .string("plaintextarea") }
        if field.compoundFieldName == "Name", field.name.hasSuffix("Name") { return .string("personname") }
        return .null
    }

    private var soapType: String {
        switch field.type {
        case .id, .reference: "tns:ID"
        case .boolean: "xsd:boolean"
        case .int: "xsd:int"
        case .double, .currency, .percent: "xsd:double"
        case .date: "xsd:date"
        case .datetime: "xsd:dateTime"
        case .time: "xsd:time"
        case .base64: "xsd:base64Binary"
        case .address: "urn:address"
        case .anyType: "xsd:anyType"
        case .string, .textarea, .phone, .email, .url, .picklist, .multipicklist, .combobox: "xsd:string"
        }
    }

    private func picklistValue(_ value: FieldDefinition.PicklistValue) -> JSONValue {
        [
            "active": true, "defaultValue": .boolean(value.isDefault), "label": .string(value.label), "validFor": nil,
            "value": .string(value.value),
        ]
    }

    private func number(_ value: Int) -> JSONValue { .number(JSONNumber(value)) }
    private func optional(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }
}
