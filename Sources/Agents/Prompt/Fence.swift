package import JSON

/// Marks where somebody else's words begin and end, so that they can't pass for the company's.
package enum Fence: String, Sendable, CaseIterable {
    case caller
    /// The agent's words, to a model that plays a caller.
    case agent
    case records
    /// What happened on the line without words.
    case event

    package var opening: String { "<\(rawValue)>" }
    package var closing: String { "</\(rawValue)>" }

    /// The text within the fence. Nothing in it can close the fence.
    package func around(_ text: String) -> String { opening + Self.unmarked(text) + closing }

    /// The text with nothing in it that can pass for a mark: its angle brackets become look-alikes.
    package static func unmarked(_ text: String) -> String {
        guard isMarked(text) else { return text }
        var unmarked = ""
        for character in text.unicodeScalars {
            switch character {
            case "<": unmarked += "\u{2039}"
            case ">": unmarked += "\u{203A}"
            default: unmarked.unicodeScalars.append(character)
            }
        }
        return unmarked
    }

    /// The same for every text in a value. Names of members are the CRM's own, not what somebody wrote into it.
    package static func unmarked(_ value: JSONValue) -> JSONValue {
        guard isMarked(value) else { return value }
        return switch value {
        case .string(let text): .string(unmarked(text))
        case .array(let elements): .array(elements.map { unmarked($0) })
        case .object(let object): .object(object.reduce(into: [:]) { $0[$1.key] = unmarked($1.value) })
        case .null, .boolean, .number: value
        }
    }

    private static func isMarked(_ text: String) -> Bool {
        text.utf8.contains { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: ">") }
    }

    private static func isMarked(_ value: JSONValue) -> Bool {
        switch value {
        case .string(let text): isMarked(text)
        case .array(let elements): elements.contains { isMarked($0) }
        case .object(let object): object.contains { isMarked($0.value) }
        case .null, .boolean, .number: false
        }
    }
}
