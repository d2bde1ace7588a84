import JSON

extension JSONValue {
    /// The value with the signs of HTML in its texts escaped, as composite answers give them.
    var htmlEscaped: JSONValue {
        switch self {
        case .string(let text): .string(Self.escaped(text))
        case .array(let elements): .array(elements.map(\.htmlEscaped))
        case .object(let object):
            .object(
                object.reduce(into: JSONObject()) { result, member in result[member.key] = member.value.htmlEscaped }
            )
        default: self
        }
    }

    private static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: { #"&<>"'"#.utf8.contains($0) }) else { return text }
        return text.reduce(into: "") { result, character in
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.append(character)
            }
        }
    }
}
