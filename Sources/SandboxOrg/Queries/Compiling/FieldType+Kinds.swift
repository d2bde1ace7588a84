extension FieldDefinition.FieldType {
    /// Whether values are text compared without regard to case. Ids are not.
    var isText: Bool {
        switch self {
        case .string, .textarea, .phone, .email, .url, .picklist, .multipicklist, .combobox, .anyType: true
        default: false
        }
    }

    var isId: Bool { self == .id || self == .reference }
    var isNumber: Bool { [.int, .double, .currency, .percent].contains(self) }
    var isDate: Bool { self == .date || self == .datetime }

    /// The name that error messages use.
    var nameInMessages: String {
        switch self {
        case .datetime: "dateTime"
        case .currency, .percent: "double"
        case .reference: "id"
        default: rawValue
        }
    }
}
