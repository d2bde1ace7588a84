import GRDB
import JSON

/// Turns stored values into the JSON that Salesforce answers with.
struct RecordRenderer: Sendable {
    /// As it stands in paths: `59.0`.
    let apiVersion: String

    /// The path of a record, or of one of its fields whose data is not part of a record.
    func path(of object: String, id: String, field: String? = nil) -> String {
        "/services/data/v\(apiVersion)/sobjects/\(object)/\(id)" + (field.map { "/" + $0 } ?? "")
    }

    /// What every record begins with. The type is the object unless the record goes by another name: `Name` for what
    /// a polymorphic reference points at.
    func attributes(of object: String, id: String, type: String? = nil) -> JSONValue {
        ["type": .string(type ?? object), "url": .string(path(of: object, id: id))]
    }

    /// One stored value by the type of its field.
    func value(_ value: DatabaseValue, of field: FieldDefinition, in object: String, id: String) -> JSONValue {
        guard !value.isNull else { return field.type == .boolean ? .boolean(false) : .null }
        switch field.type {
        case .base64: return .string(path(of: object, id: id, field: field.name))
        case .multipicklist: return text(value).map { .string(Self.picked($0)) } ?? .null
        default: return self.value(value, as: field.type)
        }
    }

    /// One value by its type alone.
    func value(_ value: DatabaseValue, as type: FieldDefinition.FieldType) -> JSONValue {
        switch type {
        case .boolean: .boolean(Int.fromDatabaseValue(value) == 1)
        case .int: integer(value)
        case .double, .currency, .percent: decimal(value)
        case .datetime: Int.fromDatabaseValue(value).map { .string(DateTimeText.text(ofMilliseconds: $0)) } ?? .null
        case .time: Int.fromDatabaseValue(value).map { .string(DateTimeText.time(ofMilliseconds: $0)) } ?? .null
        default: text(value).map(JSONValue.string) ?? .null
        }
    }

    /// A compound address from the values of its parts; null when it has none.
    func address(
        _ field: FieldDefinition,
        of object: ObjectDefinition,
        part: (FieldDefinition) -> DatabaseValue
    ) -> JSONValue {
        var address = JSONObject()
        var isEmpty = true
        for (key, partField) in Self.addressParts(of: field, in: object) {
            let value = part(partField)
            isEmpty = isEmpty && value.isNull
            address[key] = value.isNull ? .null : self.value(value, as: partField.type)
        }
        return isEmpty ? .null : .object(address)
    }

    /// The members of a compound address in their order, each with the field it comes from.
    static func addressParts(
        of field: FieldDefinition,
        in object: ObjectDefinition
    ) -> [(key: String, field: FieldDefinition)] {
        let prefix = field.name.hasSuffix("Address") ? String(field.name.dropLast(7)) : field.name
        let names = [
            "city", "country", "geocodeAccuracy", "latitude", "longitude", "postalCode", "state", "street",
        ]
        return names.compactMap { name in object.field(prefix + name).map { (name, $0) } }
    }

    /// `A;B` for what is stored as `;A;B;`.
    static func picked(_ stored: String) -> String {
        stored.split(separator: ";").joined(separator: ";")
    }

    private func text(_ value: DatabaseValue) -> String? {
        switch value.storage {
        case .string(let text): text
        case .int64(let number): String(number)
        case .double(let number): String(number)
        case .null, .blob: nil
        }
    }

    private func integer(_ value: DatabaseValue) -> JSONValue {
        switch value.storage {
        case .int64(let number): .number(JSONNumber(Int(number)))
        case .double(let number): Int(exactly: number.rounded()).map { .number(JSONNumber($0)) } ?? .null
        default: .null
        }
    }

    private func decimal(_ value: DatabaseValue) -> JSONValue {
        guard let number = Double.fromDatabaseValue(value), let text = JSONNumber(text: Self.decimalText(number)) else {
            return .null
        }
        return .number(text)
    }

    /// A number as Salesforce writes it: always with a point, and from ten millions on as `1.39E8`.
    static func decimalText(_ number: Double) -> String {
        let plain = String(describing: number)
        guard number.magnitude >= 1e7 || (number.magnitude < 1e-3 && number != 0) else { return plain }
        if let exponentStart = plain.firstIndex(of: "e") {
            let mantissa = plain[..<exponentStart]
            let exponent = plain[plain.index(after: exponentStart)...].drop { $0 == "+" }
            let sign = exponent.hasPrefix("-") ? "-" : ""
            let digits = exponent.drop { $0 == "-" }.drop { $0 == "0" }
            return mantissa + (mantissa.contains(".") ? "" : ".0") + "E" + sign + digits
        }
        let sign = plain.hasPrefix("-") ? "-" : ""
        let parts = plain.drop { $0 == "-" }.split(separator: ".")
        let whole = parts[0].drop { $0 == "0" }
        let fraction = parts.count > 1 ? parts[1] : ""
        let leadingZeros = fraction.prefix { $0 == "0" }.count
        let exponent = whole.isEmpty ? -(leadingZeros + 1) : whole.count - 1
        var digits = Array(whole.isEmpty ? fraction.dropFirst(leadingZeros) : whole + fraction)
        while digits.count > 1, digits.last == "0" { digits.removeLast() }
        let rest = digits.count > 1 ? String(digits.dropFirst()) : "0"
        return "\(sign)\(digits[0]).\(rest)E\(exponent)"
    }
}
