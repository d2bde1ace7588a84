/// Text from outside made fit to be logged or spoken.
///
/// Such text is data: whatever it says, it is kept on one line, short, and free of characters that act on a terminal
/// or a page.
package enum SpokenText {
    /// The text on one line, without control and formatting characters, cut at a word with an ellipsis when it is
    /// longer than `limit` characters.
    package static func cleaned(_ text: String, limit: Int) -> String {
        var words: [Substring] = []
        var length = 0
        var isCut = false
        // Characters beyond the limit cannot matter; a hostile text of megabytes is not worth reading.
        let visible = String(String.UnicodeScalarView(text.unicodeScalars.prefix(limit * 8).map(printable)))
        for word in visible.split(separator: " ") {
            let needed = length + word.count + (words.isEmpty ? 0 : 1)
            guard needed <= limit else {
                isCut = true
                if words.isEmpty { words.append(word.prefix(limit - 1)) }
                break
            }
            words.append(word)
            length = needed
        }
        return words.joined(separator: " ") + (isCut ? "…" : "")
    }

    /// A message someone wrote for people, as a sentence: ``cleaned(_:limit:)``, without record ids, with a full stop.
    /// Nil when nothing is left.
    package static func sentence(_ text: String, limit: Int = 200) -> String? {
        let cleaned = cleaned(text, limit: limit)
        let sentence = cleaned.split(separator: " ").filter { !isRecordID($0) }.joined(separator: " ")
        guard let last = sentence.last else { return nil }
        if ".!?…".contains(last) { return sentence }
        return sentence + (cleaned.hasSuffix("…") ? "…" : ".")
    }

    /// Whether a text can be something that was said: one without a letter or a digit is what a recogniser makes of noise.
    package static func saysSomething(_ text: String) -> Bool {
        text.unicodeScalars.contains { $0.properties.isAlphabetic || $0.properties.numericType != nil }
    }

    private static func printable(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .lineSeparator, .paragraphSeparator, .spaceSeparator: " "
        default: scalar
        }
    }

    private static func isRecordID(_ word: Substring) -> Bool {
        let core = word.drop { !$0.isLetter && !$0.isNumber }.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }
        return (core.count == 15 || core.count == 18) && core.contains { $0.isNumber }
    }
}
