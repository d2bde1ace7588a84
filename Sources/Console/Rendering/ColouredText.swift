import Mustache

/// A statement or JSON in pieces, each of one kind, for a style sheet to colour.
struct ColouredText: Sendable {
    struct Piece: Hashable, Sendable {
        /// The class of the style sheet: `word`, `name`, `string`, `escape`, `number`, `sign`, `space`.
        let kind: String
        let text: String
    }

    private(set) var pieces: [Piece] = []

    /// The characters as they are, all pieces together.
    var text: String { pieces.map(\.text).joined() }

    private mutating func append(_ kind: String, _ text: String) {
        guard !text.isEmpty else { return }
        pieces.append(Piece(kind: kind, text: text))
    }

    // MARK: Statements

    /// SOQL or SOSL, each clause on a line of its own.
    init(statement: String) {
        var rest = Substring(statement)
        var depth = 0
        while let first = rest.first {
            let piece: Substring
            switch first {
            case "'", "{":
                piece = Self.quoted(rest, until: first == "'" ? "'" : "}")
                appendQuoted(piece)
            case _ where first.isWhitespace:
                piece = rest.prefix(while: \.isWhitespace)
                let word = rest.dropFirst(piece.count).prefix { $0.isLetter || $0 == "_" }
                let breaks = depth == 0 && Self.lineWords.contains(word.uppercased())
                append("space", breaks ? "\n" : String(piece))
            case _ where first.isNumber:
                piece = rest.prefix { $0.isLetter || $0.isNumber || ".:-+".contains($0) }
                append("number", String(piece))
            case _ where first.isLetter:
                piece = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
                append(Self.words.contains(piece.uppercased()) ? "word" : "name", String(piece))
            default:
                if first == "(" { depth += 1 }
                if first == ")" { depth -= 1 }
                piece = rest.prefix(1)
                append("sign", String(piece))
            }
            rest = rest.dropFirst(piece.count)
        }
    }

    /// Words that begin a clause, where people break lines.
    private static let lineWords: Set<String> = [
        "FROM", "WHERE", "AND", "OR", "ORDER", "GROUP", "HAVING", "LIMIT", "OFFSET", "WITH", "RETURNING", "USING",
    ]
    private static let words: Set<String> = lineWords.union([
        "SELECT", "FIND", "IN", "NOT", "LIKE", "INCLUDES", "EXCLUDES", "BY", "ASC", "DESC", "NULLS", "FIRST", "LAST",
        "NULL", "TRUE", "FALSE", "TYPEOF", "WHEN", "THEN", "ELSE", "END", "ALL", "FIELDS", "FOR", "VIEW", "REFERENCE",
        "UPDATE",
    ])

    // MARK: JSON

    /// JSON as it is written.
    init(json: String) {
        var rest = Substring(json)
        while let first = rest.first {
            let piece: Substring
            switch first {
            case "\"":
                piece = Self.quoted(rest, until: "\"")
                if rest.dropFirst(piece.count).first == ":" {
                    append("name", String(piece))
                } else {
                    appendQuoted(piece)
                }
            case _ where first.isWhitespace:
                piece = rest.prefix(while: \.isWhitespace)
                append("space", String(piece))
            case _ where first.isLetter:
                piece = rest.prefix(while: \.isLetter)
                append("word", String(piece))
            case _ where first.isNumber || first == "-":
                piece = rest.prefix { $0.isNumber || "+-.eE".contains($0) }
                append("number", String(piece))
            default:
                piece = rest.prefix(1)
                append("sign", String(piece))
            }
            rest = rest.dropFirst(piece.count)
        }
    }

    /// A path as it is read.
    init(path: String) { append("name", path) }

    // MARK: Strings

    /// A string with its quotation marks; all that is left when it has no end.
    private static func quoted(_ text: Substring, until end: Unicode.Scalar) -> Substring {
        // Scalar by scalar: a quotation mark under an accent is one all the same.
        let scalars = text.unicodeScalars
        var index = scalars.index(after: scalars.startIndex)
        while index < scalars.endIndex {
            let scalar = scalars[index]
            scalars.formIndex(after: &index)
            if scalar == end { break }
            if scalar == "\\", index < scalars.endIndex { scalars.formIndex(after: &index) }
        }
        return text[..<index]
    }

    /// A string in its pieces, what is escaped in it apart.
    private mutating func appendQuoted(_ text: Substring) {
        let scalars = text.unicodeScalars
        var start = scalars.startIndex
        while let slash = scalars[start...].firstIndex(of: "\\") {
            append("string", String(scalars[start..<slash]))
            let end = scalars.index(slash, offsetBy: 2, limitedBy: scalars.endIndex) ?? scalars.endIndex
            append("escape", String(scalars[slash..<end]))
            start = end
        }
        append("string", String(scalars[start...]))
    }

    // MARK: Comparing

    /// What stands in here and not in another text, in one line for each place; whole strings at a time.
    func parts(notIn other: ColouredText) -> [String] {
        let (mine, others) = (wholes, other.wholes)
        var parts: [(start: Int, end: Int)] = []
        for case .insert(let offset, _, _) in mine.difference(from: others) {
            if let last = parts.last, mine[last.end..<offset].allSatisfy(\.isBlank) {
                parts[parts.count - 1].end = offset + 1
            } else {
                parts.append((offset, offset + 1))
            }
        }
        return parts.map { part in
            mine[part.start..<part.end].joined().split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
    }

    /// The pieces with those of a string together, so that one that differs does so as a whole.
    private var wholes: [String] {
        var wholes: [String] = []
        var isInString = false
        for piece in pieces {
            let isString = piece.kind == "string" || piece.kind == "escape"
            if isString, isInString {
                wholes[wholes.count - 1] += piece.text
            } else {
                wholes.append(piece.kind == "space" ? " " : piece.text)
            }
            isInString = isString
        }
        return wholes
    }
}

/// Templates see fewer and longer pieces: space goes with what is before it.
extension ColouredText: MustacheParent {
    func child(named name: String) -> Any? {
        guard name == "pieces" else { return nil }
        var shown: [Piece] = []
        for piece in pieces {
            if let last = shown.last, piece.kind == "space" || piece.kind == last.kind {
                shown[shown.count - 1] = Piece(kind: last.kind, text: last.text + piece.text)
            } else {
                shown.append(piece)
            }
        }
        return shown
    }
}

extension ColouredText.Piece: MustacheParent {
    func child(named name: String) -> Any? { name == "kind" ? kind : name == "text" ? text : nil }
}

extension String {
    fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }
}
