import SOQL

/// The part of a query that an error message shows, with a caret under what is wrong.
///
/// ```
///
/// SELECT Asdf FROM Contact
///        ^
/// ERROR at Row:1:Column:8
/// ```
enum ErrorSnippet {
    private static let charactersBefore = 39
    private static let charactersAfter = 40

    /// The snippet before a message, ending in a newline. Columns are counted from 1, or from 0 in messages about
    /// single characters.
    static func text(of query: String, at position: SourcePosition, columnsFromZero: Bool = false) -> String {
        let characters = Array(query.unicodeScalars)
        let place = query.utf8.prefix(position.offset).count { $0 & 0xC0 != 0x80 }
        var start = max(0, place - charactersBefore)
        if start > 0, isWord(characters[start - 1]), start < characters.count, isWord(characters[start]) {
            while start < place, isWord(characters[start]) { start += 1 }
        }
        while start < place, start > 0, characters[start].properties.isWhitespace { start += 1 }
        var end = min(characters.count, place + charactersAfter)
        if end < characters.count, isWord(characters[end]), end > place, isWord(characters[end - 1]) {
            let cut = end
            while end > place, isWord(characters[end - 1]) { end -= 1 }
            // A single word longer than the window is cut inside.
            if end == place { end = cut }
        }
        var window = String.UnicodeScalarView()
        window.append(contentsOf: characters[start..<max(start, end)])
        // Salesforce puts the caret by the number it prints, so it stands one character early when columns begin at 0.
        let shift = columnsFromZero ? 1 : 0
        let indentation = String(repeating: " ", count: max(0, place - start - shift))
        let column = position.column - shift
        return "\n\(String(window))\n\(indentation)^\nERROR at Row:\(position.line):Column:\(column)\n"
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || scalar == "." || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }
}
