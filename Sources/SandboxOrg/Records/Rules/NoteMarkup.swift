/// The HTML of a note as it is kept: without line breaks, and with harmless tags only.
struct NoteMarkup {
    /// The cleaned HTML.
    let text: String

    init(_ markup: String) {
        var cleaned = ""
        var rest = markup[...]
        while let character = rest.first {
            if character == "<", let tag = Tag(at: rest) {
                rest = rest.dropFirst(tag.length)
                if Self.allowed.contains(tag.name) {
                    cleaned += tag.isClosing ? "</\(tag.name)>" : "<\(tag.name)>"
                } else if Self.opaque.contains(tag.name), !tag.isClosing {
                    rest = Self.afterElement(tag.name, in: rest)
                }
            } else {
                if !character.isNewline { cleaned.append(character) }
                rest = rest.dropFirst()
            }
        }
        text = cleaned
    }

    private static let allowed: Set<String> = [
        "p", "br", "b", "strong", "i", "em", "u", "strike", "s", "ul", "ol", "li", "a", "h1", "h2", "h3", "h4", "div",
        "span", "blockquote",
    ]

    /// Elements whose contents are no text for people.
    private static let opaque: Set<String> = ["script", "style"]

    private static func afterElement(_ name: String, in text: Substring) -> Substring {
        var rest = text
        while let start = rest.firstIndex(of: "<") {
            rest = rest[start...]
            if let tag = Tag(at: rest), tag.isClosing, tag.name == name { return rest.dropFirst(tag.length) }
            rest = rest.dropFirst()
        }
        return ""
    }

    private struct Tag {
        var name: String
        var isClosing: Bool
        /// From `<` to `>`, both included.
        var length: Int

        /// Reads the tag that the text begins with; nil when it begins with none.
        init?(at text: Substring) {
            guard let end = text.firstIndex(of: ">") else { return nil }
            var inner = text[text.index(after: text.startIndex)..<end]
            isClosing = inner.first == "/"
            if isClosing { inner = inner.dropFirst() }
            name = inner.prefix { $0.isLetter || $0.isNumber }.lowercased()
            length = text.distance(from: text.startIndex, to: end) + 1
            guard !name.isEmpty || inner.first == "!" else { return nil }
        }
    }
}
