package import Actions
package import JSON
import SOQL

extension ActionDefinition {
    /// Reads a definition that a person gave as JSON: the members of a definition file.
    package init(given json: JSONValue) throws(WorkspaceError) {
        do throws(DefinitionProblem) {
            try self.init(json: json)
        } catch {
            throw .invalid([WorkspaceProblem(error.message)])
        }
    }

    /// Reads a definition that a person gave as text, in YAML or JSON.
    package init(given text: String) throws(WorkspaceError) {
        do throws(DefinitionProblem) {
            try self.init(parsing: text)
        } catch {
            throw .invalid([WorkspaceProblem(line: error.line, column: error.column, error.message)])
        }
    }

    /// Gives it the first free name of a row: `search_contact`, `search_contact_2`, … Its title stays, for callers hear it.
    package mutating func take(freeNameAmong taken: Set<String>) {
        let base = name
        var number = 2
        while taken.contains(name) {
            let suffix = "_\(number)"
            name = base.prefix(Self.maximumNameLength - suffix.count) + suffix
            number += 1
        }
    }

    /// What every language model accepts as a tool's name.
    private static let maximumNameLength = 64
}

extension SavedAction {
    /// The action, compiled for a version of the API.
    func checked(version: String) throws(WorkspaceError) -> WorkspaceAction {
        let compiled = compiled(version: version)
        if case .failure(let error) = compiled { throw .invalid([WorkspaceProblem(error)]) }
        return WorkspaceAction(saved: self, compiled: compiled)
    }
}

extension WorkspaceProblem {
    /// What is wrong in a template. The place is that in the member's own text.
    init(_ error: TemplateError) {
        let member = error.part == .definition ? "" : error.part.rawValue
        self.init(
            member: error.request == 0 ? member : "then[\(error.request - 1)].\(member)",
            line: error.position?.line,
            column: error.position?.column,
            error.message
        )
    }
}
