import Actions
import Foundation
import JSON
import SOQL

/// A field of a record as it was sent to an org, to be recognised there.
struct SentField {
    let description: FieldDescription
    let value: JSONValue

    /// The fields of a body that an object has.
    static func fields(of body: JSONValue?, _ object: ObjectDescription) -> [SentField] {
        (body?.object ?? [:]).compactMap { member in
            object.field(member.key).map { SentField(description: $0, value: member.value) }
        }
    }

    /// Whether a query gives what it was set to.
    var isSelectable: Bool { description.type != "base64" }

    /// Whether no two records have the same value.
    var isUnique: Bool {
        (description.isExternalID || description.isUnique) && description.type != "reference" && !value.isBlank
    }

    /// The condition that a record has this value; nil where a query can't ask that, or may answer it wrongly.
    var condition: Condition? {
        guard description.isFilterable else { return nil }
        let literal: Literal
        switch (description.type, value) {
        case ("boolean", .boolean(let value)): literal = .boolean(value)
        case ("reference", .string(let text)) where RecordID.isWellFormed(text): literal = .string(StringLiteral(text))
        case ("string", .string(let text)), ("picklist", .string(let text)), ("email", .string(let text)):
            // Space around a text is not kept, and what is longer than the field may be cut.
            let isPlain =
                !text.isEmpty && text.count <= 255 && text == text.trimmingCharacters(in: .whitespacesAndNewlines)
                && text.unicodeScalars.allSatisfy { $0.value >= 0x20 }
            guard isPlain else { return nil }
            literal = .string(StringLiteral(text))
        default: return nil
        }
        return .comparison(Comparison(.field(FieldPath([Name(description.name)])), .equal, .literal(literal)))
    }

    /// Whether a value the org has is what was sent, as the org writes it.
    func isEqual(to kept: JSONValue?) -> Bool {
        guard isSelectable else { return true }
        let kept = kept ?? .null
        if value.isBlank || kept.isBlank { return value.isBlank && kept.isBlank }
        switch description.type {
        case "double", "currency", "percent", "int", "long": return Self.number(value) == Self.number(kept)
        case "boolean": return Self.truth(value) == Self.truth(kept)
        case "datetime":
            guard let sent = value.string.flatMap(Self.date), let had = kept.string.flatMap(Self.date) else {
                return false
            }
            return abs(sent.timeIntervalSince(had)) < 1
        case "date": return value.string?.prefix(10) == kept.string?.prefix(10)
        case "reference", "id": return value.string?.prefix(15) == kept.string?.prefix(15)
        case "multipicklist": return Self.choices(value) == Self.choices(kept)
        case "email", "picklist", "combobox": return value.string?.lowercased() == kept.string?.lowercased()
        default: return Self.text(value) == Self.text(kept)
        }
    }

    /// Whether contents that were fetched by themselves are what was sent in base64.
    func isEqual(toContents body: CRMResponse.Body) -> Bool {
        guard let sent = value.string.flatMap({ Data(base64Encoded: $0) }) else { return true }
        let kept: [UInt8]
        switch body {
        case .text(let text): kept = Array(text.utf8)
        case .bytes(let bytes): kept = bytes
        case .json(let json): kept = json.serialized()
        case .empty: kept = []
        }
        // The org may write the same note in other HTML.
        return Array(sent) == kept
            || HTMLText.plain(String(decoding: sent, as: UTF8.self))
                == HTMLText.plain(String(decoding: kept, as: UTF8.self))
    }

    /// Reads a time as Salesforce writes it, `2026-02-12T10:00:00.000+0000`, and as it takes it.
    static func date(_ text: String) -> Date? {
        var text = text
        if let zone = text.lastIndex(where: { $0 == "+" || $0 == "-" }), text.contains("T"), text[zone...].count == 5 {
            text.insert(":", at: text.index(zone, offsetBy: 3))
        }
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: text.contains("."))
        return try? style.parse(text)
    }

    private static func number(_ value: JSONValue) -> Double? {
        value.number?.double ?? value.string.flatMap(Double.init)
    }

    private static func truth(_ value: JSONValue) -> Bool? { value.boolean ?? value.string.map { $0 == "true" } }

    private static func choices(_ value: JSONValue) -> Set<Substring>? {
        value.string.map { Set($0.split(separator: ";")) }
    }

    private static func text(_ value: JSONValue) -> String? {
        let text = value.string ?? value.number?.text
        return text?.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).joined(separator: "\n")
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
