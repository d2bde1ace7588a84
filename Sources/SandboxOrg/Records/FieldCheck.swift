/// What a text must be to fit its field: short enough, one of the values, an e-mail address.
struct FieldCheck {
    let field: FieldDefinition

    /// The text as it is stored.
    func checked(_ text: String?) throws(SalesforceError) -> String? {
        guard let text else { return nil }
        switch field.type {
        case .multipicklist:
            let values = text.split(separator: ";").map(\.trimmed)
            for value in values { try checkPicklist(value) }
            return ";" + values.map { "\($0);" }.joined()
        case .picklist:
            try checkPicklist(text)
        case .email where !Self.isEmail(text):
            throw SalesforceError(
                status: 400,
                code: "INVALID_EMAIL_ADDRESS",
                message: "\(field.label): invalid email address: \(text)",
                fields: [field.name]
            )
        default: break
        }
        if field.length > 0, text.count > field.length {
            throw SalesforceError(
                status: 400,
                code: "STRING_TOO_LONG",
                message: "\(field.label): data value too large: \(text) (max length=\(field.length))",
                fields: [field.name]
            )
        }
        return text
    }

    private func checkPicklist(_ text: String) throws(SalesforceError) {
        guard field.isRestrictedPicklist, !field.picklist.contains(where: { $0.value == text }) else { return }
        throw SalesforceError(
            status: 400,
            code: "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
            message: "\(field.label): bad value for restricted picklist field: \(text)",
            fields: [field.name]
        )
    }

    private static func isEmail(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, parts[0].utf8.count <= 64 else { return false }
        let isPlain = text.utf8.allSatisfy { $0 > 0x20 && !#"()<>,;:\"[]"#.utf8.contains($0) }
        let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        return isPlain && labels.count >= 2 && labels.allSatisfy { !$0.isEmpty && $0.first != "-" && $0.last != "-" }
            && parts[0].first != "." && parts[0].last != "." && !parts[0].contains("..")
    }
}
