import SOQL
import Yams

/// Where the parts of one definition stand in its file, so that an error in a part's text can be shown there.
struct DefinitionPlaces {
    private let fields: FieldReader
    private let lines: [Substring]

    init(_ fields: FieldReader, text: String) {
        self.fields = fields
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    func problem(for error: TemplateError) -> DefinitionProblem {
        let owner = owner(of: error)
        let node = owner.node(error.part.rawValue) ?? owner.owner
        guard let mark = node.mark else { return DefinitionProblem(line: 1, column: 1, message: error.message) }
        let (line, column) =
            place(of: error.position, in: node, from: mark) ?? place(of: error.excerpt, from: mark)
            ?? (mark.line, mark.column)
        return DefinitionProblem(line: line, column: column, message: error.message)
    }

    private func owner(of error: TemplateError) -> FieldReader {
        guard error.request > 0, let nodes = try? fields.list("then"), nodes.count >= error.request,
            let later = try? FieldReader(nodes[error.request - 1], of: "a request")
        else { return fields }
        return later
    }

    /// A place in the text of a scalar, as a place in the file.
    ///
    /// Folded and quoted scalars over several lines lose their line ends when they are read; in those the word at the
    /// place is what is looked for.
    private func place(of position: SourcePosition?, in node: Node, from mark: Mark) -> (Int, Int)? {
        guard let position, let scalar = node.scalar else { return nil }
        switch scalar.style {
        case .literal:
            let first = mark.line + position.line - 1
            guard lines.indices.contains(first) else { return nil }
            let indentation = lines[first].prefix { $0 == " " }.count
            return (first + 1, (position.line == 1 ? indentation : blockIndentation(from: mark.line)) + position.column)
        case .plain where isOnOneLine(scalar.string, from: mark), .any where isOnOneLine(scalar.string, from: mark):
            return (mark.line, mark.column + position.column - 1)
        case .singleQuoted where isOnOneLine("'" + scalar.string, from: mark),
            .doubleQuoted where isOnOneLine("\"" + scalar.string, from: mark):
            return (mark.line, mark.column + position.column)
        default:
            let rest = String(decoding: scalar.string.utf8.dropFirst(position.offset), as: UTF8.self)
            let word = rest.prefix { !$0.isWhitespace }
            return place(of: word.isEmpty ? nil : String(word), from: mark)
        }
    }

    private func isOnOneLine(_ text: String, from mark: Mark) -> Bool {
        guard lines.indices.contains(mark.line - 1) else { return false }
        return lines[mark.line - 1].dropFirst(mark.column - 1).hasPrefix(text)
    }

    private func blockIndentation(from line: Int) -> Int {
        lines.indices.contains(line) ? lines[line].prefix { $0 == " " }.count : 0
    }

    /// The first place of an excerpt at or after a mark.
    private func place(of excerpt: String?, from mark: Mark) -> (Int, Int)? {
        guard let excerpt else { return nil }
        for index in lines.indices where index >= mark.line - 1 {
            if let range = lines[index].firstRange(of: excerpt) {
                return (index + 1, lines[index].distance(from: lines[index].startIndex, to: range.lowerBound) + 1)
            }
        }
        return nil
    }
}
