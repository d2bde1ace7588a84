/// The text of an enhanced note, which is stored as markup.
enum NoteText {
    /// The characters between the tags, with the five common character references resolved.
    static func plainText(ofMarkup markup: String) -> String {
        var text = ""
        var isInTag = false
        for character in markup {
            switch character {
            case "<": isInTag = true
            case ">" where isInTag:
                isInTag = false
                text.append(" ")
            default:
                if !isInTag { text.append(character) }
            }
        }
        for (reference, character) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")] {
            text = text.split(separator: reference, omittingEmptySubsequences: false).joined(separator: character)
        }
        return text
    }
}
