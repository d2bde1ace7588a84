import Yams

/// The actions of one definition file, and what is wrong with the others.
///
/// A file is YAML: one action, a list of actions, or `group:` with `actions:`, as in the catalogue.
package struct DefinitionFile: Sendable {
    package var actions: [Action]
    /// What each of the actions was compiled from.
    package var definitions: [ActionDefinition]
    package var problems: [DefinitionProblem]

    /// Reads and compiles every action of the file. One that is wrong becomes a problem and hides no other.
    package init(parsing text: String, version: String = TemplateCompiler.defaultVersion) {
        actions = []
        definitions = []
        problems = []
        do {
            let reader = DefinitionReader(text: text)
            for node in try reader.actionNodes() {
                do {
                    let read = try reader.definition(node)
                    do {
                        actions.append(try Action(compiling: read.definition, version: version))
                        definitions.append(read.definition)
                    } catch {
                        problems.append(read.places.problem(for: error))
                    }
                } catch {
                    problems.append(error)
                }
            }
        } catch {
            problems.append(error)
        }
        var seen: Set<String> = []
        for action in actions where !seen.insert(action.name).inserted {
            let line = text.split(separator: "\n", omittingEmptySubsequences: false)
                .lastIndex { $0.contains(action.name) && $0.contains("name") }
            problems.append(
                DefinitionProblem(
                    line: (line ?? 0) + 1,
                    column: 1,
                    message: "The action `\(action.name)` stands twice in this file. Give one another name."
                )
            )
        }
    }
}
