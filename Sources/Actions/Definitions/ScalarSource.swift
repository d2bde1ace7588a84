import Yams

/// The text of a YAML file, in which places inside its scalars are found again.
///
/// Reading a scalar folds lines, drops indentation and undoes escapes. To find a place again, the scalar and its source
/// are walked side by side: white space matches white space of any amount, everything else matches itself.
struct ScalarSource {
    /// Both counted from 1.
    struct Place {
        var line: Int
        var column: Int
    }

    private let lines: [[Unicode.Scalar]]

    init(text: String) {
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { Array($0.unicodeScalars) }
    }

    /// The place of a UTF-8 offset in a scalar's text; nil where the two can't be matched.
    func place(of offset: Int, in scalar: Node.Scalar, at start: Place) -> Place? {
        var walk = Walk(lines: lines, line: start.line - 1, column: start.column - 1)
        switch scalar.style {
        case .literal, .folded:
            walk.line += 1
            walk.column = 0
        case .singleQuoted, .doubleQuoted: walk.column += 1
        case .plain, .any: break
        }
        let isQuoted = scalar.style == .singleQuoted || scalar.style == .doubleQuoted
        var passed = 0
        for character in scalar.string.unicodeScalars {
            if character.properties.isWhitespace {
                if passed >= offset { return walk.place }
            } else {
                walk.skipWhitespace()
                if passed >= offset { return walk.place }
                guard walk.pass(character, isQuoted ? scalar.style : .plain) else { return nil }
            }
            passed += String(character).utf8.count
        }
        return walk.place
    }

    /// The first place at or after another where an excerpt stands as a word of its own.
    func place(of excerpt: String, from start: Place) -> Place? {
        let wanted = Array(excerpt.unicodeScalars)
        guard let first = wanted.first, let last = wanted.last else { return nil }
        for index in lines.indices where index >= start.line - 1 {
            let line = lines[index]
            var column = index == start.line - 1 ? start.column - 1 : 0
            while column + wanted.count <= line.count {
                let end = column + wanted.count
                let isWord =
                    !(column > 0 && first.isPartOfName && line[column - 1].isPartOfName)
                    && !(end < line.count && last.isPartOfName && line[end].isPartOfName)
                if isWord, Array(line[column..<end]) == wanted { return Place(line: index + 1, column: column + 1) }
                column += 1
            }
        }
        return nil
    }

    private struct Walk {
        let lines: [[Unicode.Scalar]]
        var line: Int
        var column: Int

        var place: Place { Place(line: line + 1, column: column + 1) }

        mutating func skipWhitespace() {
            while lines.indices.contains(line) {
                if column >= lines[line].count {
                    guard line + 1 < lines.count else { return }
                    line += 1
                    column = 0
                } else if lines[line][column].properties.isWhitespace {
                    column += 1
                } else {
                    return
                }
            }
        }

        /// Steps over the source of one character.
        mutating func pass(_ character: Unicode.Scalar, _ style: Node.Scalar.Style) -> Bool {
            guard lines.indices.contains(line), column < lines[line].count else { return false }
            switch (style, lines[line][column]) {
            case (.singleQuoted, "'"), (.doubleQuoted, "\\"): column += 2
            case (_, character): column += 1
            default: return false
            }
            return true
        }
    }
}

extension Unicode.Scalar {
    fileprivate var isPartOfName: Bool { properties.isAlphabetic || ("0"..."9").contains(self) || self == "_" }
}
