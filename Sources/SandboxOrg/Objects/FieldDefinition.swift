/// One field of an object, as its schema file describes it and `describe` reports it.
struct FieldDefinition: Sendable {
    /// Salesforce's field types, named as `describe` names them.
    enum FieldType: String, Sendable {
        case id, reference, string, textarea, phone, email, url, picklist, multipicklist, combobox
        case boolean, int, double, currency, percent, date, datetime, time, base64, address, anyType
    }

    struct PicklistValue: Sendable {
        var value: String
        var label: String
        var isDefault: Bool
    }

    var name: String
    var label: String
    var type: FieldType
    /// Characters for text, else 0.
    var length: Int = 0
    /// Digits in all and after the point, for numbers.
    var precision: Int = 0
    var scale: Int = 0
    var isCreateable = false
    var isUpdateable = false
    var isNillable = true
    var isFilterable = true
    var isSortable = true
    var isGroupable = true
    var isNameField = false
    var isAutoNumber = false
    var isUnique = false
    var isExternalId = false
    /// Whether a record can be found by this field when the id is unknown.
    var isIdLookup = false
    var isCaseSensitive = false
    /// Whether the server fills the field in when a create leaves it out.
    var isDefaultedOnCreate = false
    /// The value a create gets when it names none, in JSON's spelling.
    var defaultValue: String?
    var isRestrictedPicklist = false
    var picklist: [PicklistValue] = []
    /// The objects a reference may point at.
    var referenceTo: [String] = []
    /// The name to follow a reference by: `Account` for `AccountId`.
    var relationshipName: String?
    /// The name to follow the reference by from the other end: `Contacts` for `Contact.AccountId`.
    var childRelationshipName: String?
    /// Whether deleting what this points at deletes the record too, or is refused; else the reference is cleared.
    var cascadesDelete = false
    var restrictsDelete = false
    /// The compound field this is part of: `BillingAddress`, `Name`.
    var compoundFieldName: String?
    /// Where a computed field reads its value: `Contact.Phone`. Such a field has no column.
    var formula: String?

    /// Whether a create must give the field a value.
    var isRequired: Bool {
        isCreateable && !isNillable && !isDefaultedOnCreate && defaultValue == nil && type != .boolean
    }

    var isCustom: Bool { name.hasSuffix("__c") }

    /// Whether the object's table has a column for this field. Addresses are put together from their parts when read.
    var isStored: Bool { formula == nil && type != .address }
}
