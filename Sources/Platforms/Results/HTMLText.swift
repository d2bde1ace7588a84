/// The plain text of an HTML fragment, such as the content of a note.
enum HTMLText {
    /// The text without its tags: line breaks where blocks end, `- ` before the items of a list, entities as the
    /// characters they stand for. Text that holds no markup comes back as it is.
    static func plain(_ html: String) -> String {
        guard html.contains(where: { $0 == "<" || $0 == "&" }) else { return html }
        var text = ""
        var rest = html[...]
        while let character = rest.first {
            if character == "<", let tag = tag(at: rest) {
                text += replacement(ofTag: tag.name)
                rest = rest[tag.end...]
            } else if character == "&", let entity = entity(at: rest) {
                text.unicodeScalars.append(entity.scalar)
                rest = rest[entity.end...]
            } else {
                text.append(character)
                rest = rest.dropFirst()
            }
        }
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
        return lines.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    /// The tag that starts here: its name in small letters, with the slash of an end tag, and the place after it.
    private static func tag(at text: Substring) -> (name: String, end: Substring.Index)? {
        let inner = text.dropFirst()
        guard
            let first = inner.first, first.isASCII, first.isLetter || first == "/" || first == "!",
            let close = inner.firstIndex(of: ">")
        else { return nil }
        let name = inner[..<close].prefix { $0 == "/" || $0.isLetter || $0.isNumber }.lowercased()
        return (name, inner.index(after: close))
    }

    private static func replacement(ofTag name: String) -> String {
        switch name {
        case "br", "br/", "p", "/p", "div", "/div", "/li", "/tr", "/h1", "/h2", "/h3", "/h4", "/ul", "/ol": "\n"
        case "li": "\n- "
        case "/td", "/th": " "
        default: ""
        }
    }

    private static func entity(at text: Substring) -> (scalar: Unicode.Scalar, end: Substring.Index)? {
        // No entity with a meaning here is longer.
        guard let end = text.prefix(10).firstIndex(of: ";") else { return nil }
        let name = text[text.index(after: text.startIndex)..<end]
        guard let scalar = named[String(name)] ?? numbered(name) else { return nil }
        return (scalar, text.index(after: end))
    }

    private static func numbered(_ name: Substring) -> Unicode.Scalar? {
        guard name.hasPrefix("#") else { return nil }
        let digits = name.dropFirst()
        let isHexadecimal = digits.first == "x" || digits.first == "X"
        let value = isHexadecimal ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        return value.flatMap(Unicode.Scalar.init)
    }

    private static let named: [String: Unicode.Scalar] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}", "ndash": "\u{2013}",
        "mdash": "\u{2014}", "hellip": "\u{2026}", "rsquo": "\u{2019}", "lsquo": "\u{2018}", "rdquo": "\u{201D}",
        "ldquo": "\u{201C}", "bull": "\u{2022}",
    ]
}
