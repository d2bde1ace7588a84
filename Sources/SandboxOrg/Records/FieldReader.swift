import FoundationEssentials
import GRDB
import JSON

/// Turns one JSON value into what is stored for a field.
struct FieldReader {
    /// The request's body; empty when it is not known.
    let text: [UInt8]

    /// Reads the value of a member; `key` is its name as the request spells it.
    func value(
        _ value: JSONValue,
        for field: FieldDefinition,
        key: String
    ) throws(SalesforceError) -> DatabaseValue {
        if value.isNull { return field.type == .boolean ? false.databaseValue : .null }
        switch field.type {
        case .boolean: return try boolean(value, key: key)
        case .int: return try number(value, for: field, kind: "int", key: key)
        case .double, .currency, .percent: return try number(value, for: field, kind: "double", key: key)
        case .date: return try date(value, key: key)
        case .datetime: return try datetime(value, key: key)
        case .time: return try time(value, key: key)
        case .base64: return try base64(value, key: key)
        case .id, .reference: return try reference(value, for: field, key: key)
        default: return try FieldCheck(field: field).checked(try string(value, key: key)).databaseValue
        }
    }

    private func string(_ value: JSONValue, key: String) throws(SalesforceError) -> String? {
        let text: String
        switch value {
        // SQLite would end the text where a null character stands.
        case .string(let string): text = string.utf8.contains(0) ? string.filter { $0 != "\0" }.trimmed : string.trimmed
        case .number(let number): text = number.text
        case .boolean(let boolean): text = boolean ? "true" : "false"
        default: throw unreadable("string", value, key: key)
        }
        return text.isEmpty ? nil : text
    }

    private func boolean(_ value: JSONValue, key: String) throws(SalesforceError) -> DatabaseValue {
        switch value {
        case .boolean(let boolean): return boolean.databaseValue
        case .string(let text) where ["true", "false"].contains(text.lowercased()):
            return (text.lowercased() == "true").databaseValue
        default: throw unreadable("boolean", value, key: key)
        }
    }

    private func number(
        _ value: JSONValue,
        for field: FieldDefinition,
        kind: String,
        key: String
    ) throws(SalesforceError) -> DatabaseValue {
        if value.string?.isEmpty == true { return .null }
        guard let digits = value.number?.text ?? value.string?.trimmed,
            digits.utf8.allSatisfy(Self.numberCharacters.contains), let number = Double(digits), number.isFinite
        else {
            throw unreadable(kind, value, key: key)
        }
        if field.type == .int {
            guard let integer = Int32(exactly: number) else { throw unreadable(kind, value, key: key) }
            return Int(integer).databaseValue
        }
        let power = Self.power(of: 10, field.scale)
        let rounded = (number * power).rounded(.toNearestOrAwayFromZero) / power
        guard field.precision == 0 || rounded.magnitude < Self.power(of: 10, field.precision - field.scale) else {
            throw SalesforceError(
                status: 400,
                code: "NUMBER_OUTSIDE_VALID_RANGE",
                message: "\(field.label): value outside of valid range on numeric field: \(digits)",
                fields: [field.name]
            )
        }
        return rounded.databaseValue
    }

    /// Swift reads `0x10` and `nan` as numbers, too.
    private static let numberCharacters = Set("0123456789+-.eE".utf8)

    private static func power(of base: Double, _ exponent: Int) -> Double {
        (0..<max(0, exponent)).reduce(1) { product, _ in product * base }
    }

    private func date(_ value: JSONValue, key: String) throws(SalesforceError) -> DatabaseValue {
        guard let text = value.string else { throw unreadable("date", value, key: key) }
        if text.isEmpty { return .null }
        if let day = CivilDate(text), text.utf8.count == 10 { return day.description.databaseValue }
        guard let milliseconds = DateTimeText.milliseconds(parsing: text) else {
            throw unreadable("date", value, key: key)
        }
        return DateTimeText.split(milliseconds).day.description.databaseValue
    }

    private func datetime(_ value: JSONValue, key: String) throws(SalesforceError) -> DatabaseValue {
        guard let text = value.string else { throw unreadable("datetime", value, key: key) }
        if text.isEmpty { return .null }
        if let day = CivilDate(text), text.utf8.count == 10 { return (day.daysSince1970 * 86_400_000).databaseValue }
        guard let milliseconds = DateTimeText.milliseconds(parsing: text) else {
            throw unreadable("datetime", value, key: key)
        }
        // Salesforce keeps whole seconds.
        return Int((Double(milliseconds) / 1000).rounded(.down) * 1000).databaseValue
    }

    private func time(_ value: JSONValue, key: String) throws(SalesforceError) -> DatabaseValue {
        guard let text = value.string, let milliseconds = DateTimeText.millisecondsOfDay(parsing: text) else {
            throw unreadable("time", value, key: key)
        }
        return milliseconds.databaseValue
    }

    private func base64(_ value: JSONValue, key: String) throws(SalesforceError) -> DatabaseValue {
        guard let text = value.string, let data = Data(base64Encoded: text, options: .ignoreUnknownCharacters) else {
            throw unreadable("base64", value, key: key)
        }
        return data.isEmpty ? .null : data.databaseValue
    }

    private func reference(
        _ value: JSONValue,
        for field: FieldDefinition,
        key: String
    ) throws(SalesforceError) -> DatabaseValue {
        guard let text = try string(value, key: key) else { return .null }
        guard let id = RecordId(text) else {
            throw SalesforceError(
                status: 400,
                code: "MALFORMED_ID",
                message: "\(field.label): id value of incorrect type: \(text)",
                fields: [field.name]
            )
        }
        return id.text.databaseValue
    }

    private func unreadable(_ kind: String, _ value: JSONValue, key: String) -> SalesforceError {
        .unreadable(kind, token: Self.token(of: value), at: place(of: key))
    }

    /// A value as the parser's messages name it: `VALUE_STRING value abc`.
    static func token(of value: JSONValue) -> String {
        switch value {
        case .null: "VALUE_NULL value null"
        case .boolean(let boolean): boolean ? "VALUE_TRUE value true" : "VALUE_FALSE value false"
        case .number(let number):
            (number.integer == nil ? "VALUE_NUMBER_FLOAT" : "VALUE_NUMBER_INT") + " value " + number.text
        case .string(let text): "VALUE_STRING value \(text)"
        case .array: "START_ARRAY value ["
        case .object: "START_OBJECT value {"
        }
    }

    /// Where in the body the value of a member begins, counted from 1.
    private func place(of key: String) -> (line: Int, column: Int) {
        let quoted = JSONValue.string(key).serialized()
        var line = 1
        var lineStart = 0
        var index = 0
        while index < text.count {
            if text[index...].starts(with: quoted) {
                var end = index + quoted.count
                while end < text.count, text[end] == UInt8(ascii: " ") || text[end] == UInt8(ascii: ":") { end += 1 }
                return (line, end - lineStart + 1)
            }
            if text[index] == UInt8(ascii: "\n") {
                line += 1
                lineStart = index + 1
            }
            index += 1
        }
        return (1, 1)
    }
}
