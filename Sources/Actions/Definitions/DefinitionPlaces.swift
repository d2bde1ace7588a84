import SOQL
import Yams

/// Where the parts of one definition stand in its file, so that an error in a part's text can be shown there.
struct DefinitionPlaces {
    private let fields: FieldReader
    private let text: String

    init(_ fields: FieldReader, text: String) {
        self.fields = fields
        self.text = text
    }

    func problem(for error: TemplateError) -> DefinitionProblem {
        let owner = owner(of: error)
        let node = owner.node(error.part.rawValue) ?? owner.owner
        guard let mark = node.mark else { return DefinitionProblem(line: 1, column: 1, message: error.message) }
        let source = ScalarSource(text: text)
        let start = ScalarSource.Place(line: mark.line, column: mark.column)
        let place =
            error.position.flatMap { position in
                node.scalar.flatMap { source.place(of: position.offset, in: $0, at: start) }
            } ?? error.excerpt.flatMap { source.place(of: $0, from: start) } ?? start
        return DefinitionProblem(line: place.line, column: place.column, message: error.message)
    }

    private func owner(of error: TemplateError) -> FieldReader {
        guard error.request > 0, let nodes = try? fields.list("then"), nodes.count >= error.request,
            let later = try? FieldReader(nodes[error.request - 1], of: "a request")
        else { return fields }
        return later
    }
}
