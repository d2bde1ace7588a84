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

    /// The text within the fence. Nothing in it can close the fence: its angle brackets become look-alikes.
    package func around(_ text: String) -> String {
        var inside = ""
        for character in text.unicodeScalars {
            switch character {
            case "<": inside += "\u{2039}"
            case ">": inside += "\u{203A}"
            default: inside.unicodeScalars.append(character)
            }
        }
        return opening + inside + closing
    }
}
