import JSON

/// What earlier parts of a composite request have answered, for `@{refAccount.id}` in later ones.
struct SubrequestResults: Sendable {
    private var bodies: [String: JSONValue] = [:]

    mutating func keep(_ body: JSONValue, as reference: String) { bodies[reference] = body }

    /// The text with its references replaced; a text that is nothing but a reference becomes the value itself.
    func resolve(_ text: String) throws(SalesforceError) -> JSONValue {
        guard text.contains("@{") else { return .string(text) }
        var resolved = ""
        var rest = text[...]
        while let start = rest.firstRange(of: "@{"), let end = rest[start.upperBound...].firstIndex(of: "}") {
            let value = try value(at: rest[start.upperBound..<end])
            if start.lowerBound == text.startIndex, rest.index(after: end) == text.endIndex { return value }
            resolved += rest[..<start.lowerBound] + (value.string ?? value.serializedText())
            rest = rest[rest.index(after: end)...]
        }
        return .string(resolved + rest)
    }

    /// The value at a path such as `refQuery.records[0].Id`; names count with their case.
    private func value(at path: Substring) throws(SalesforceError) -> JSONValue {
        let name = path.prefix { $0 != "." && $0 != "[" }
        var value = bodies[String(name)]
        for step in path.dropFirst(name.count).split(whereSeparator: { $0 == "." || $0 == "[" }) {
            if step.hasSuffix("]") {
                value = Int(step.dropLast()).flatMap { index in index < 0 ? nil : value?[index] }
            } else {
                value = value?[String(step)]
            }
        }
        switch value {
        case .string, .number, .boolean: return value ?? .null
        default:
            throw SalesforceError(
                status: 400,
                code: "PROCESSING_HALTED",
                message: "Invalid reference specified. No value for \(path) found in \(name). Provided referenceId "
                    + "('\(path)') must start with a letter or a number, and it can contain only letters, numbers and "
                    + "underscores ('_')."
            )
        }
    }
}
