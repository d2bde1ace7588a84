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
    package static func unmarked(_ text: String) -> String { turned(text, by: lookAlike) }

    /// The same for every text in a value. Names of members are the CRM's own, not what somebody wrote into it.
    package static func unmarked(_ value: JSONValue) -> JSONValue { turned(value, by: lookAlike) }

    /// What a model means by arguments in which it repeats what it was told: every look-alike is an angle bracket again.
    package static func meant(by arguments: JSONObject) -> JSONObject {
        arguments.mapValues { turned($0, by: original) }
    }

    // MARK: Look-alikes

    // Brackets of mathematicians: those that look more alike are quotation marks, which records in French have.
    private static func lookAlike(of character: Unicode.Scalar) -> Unicode.Scalar {
        switch character {
        case "<": "\u{27E8}"
        case ">": "\u{27E9}"
        default: character
        }
    }

    private static func original(of character: Unicode.Scalar) -> Unicode.Scalar {
        switch character {
        case "\u{27E8}": "<"
        case "\u{27E9}": ">"
        default: character
        }
    }

    private static func turned(_ text: String, by turn: (Unicode.Scalar) -> Unicode.Scalar) -> String {
        guard text.unicodeScalars.contains(where: { turn($0) != $0 }) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.map(turn)))
    }

    private static func turned(_ value: JSONValue, by turn: (Unicode.Scalar) -> Unicode.Scalar) -> JSONValue {
        switch value {
        case .string(let text): .string(turned(text, by: turn))
        case .array(let elements): .array(elements.map { turned($0, by: turn) })
        case .object(let object): .object(object.mapValues { turned($0, by: turn) })
        case .null, .boolean, .number: value
        }
    }
}
