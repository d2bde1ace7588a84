import Actions
import ArgumentParser
import Foundation

/// An action by its name, from the catalogue or from a file.
struct ActionChoice: ParsableArguments {
    @Argument(help: "The action's name, such as search_contact.")
    var name: String

    @Option(
        help: ArgumentHelp("A YAML file with your own actions, to look in instead of the catalogue.", valueName: "file")
    )
    var file: String?

    func action() throws -> Action {
        guard let file else { return try Catalog.salesforce().action(named: name) }
        guard let data = FileManager.default.contents(atPath: file), let text = String(data: data, encoding: .utf8)
        else {
            throw ValidationError("\(file) can't be read as UTF-8 text.")
        }
        let definitions = DefinitionFile(parsing: text)
        if let action = definitions.actions.first(where: { $0.name == name }) { return action }
        if let problem = definitions.problems.first { throw ValidationError("\(file):\(problem)") }
        throw Self.unknown(name, among: definitions.actions.map(\.name))
    }

    static func unknown(_ name: String, among names: [String]) -> ValidationError {
        let near = Spelling.nearest(to: name, in: names).map { " Did you mean \($0)?" }
        return ValidationError("There is no action \(name)." + (near ?? " See: switchboard actions list"))
    }
}

extension Catalog {
    func action(named name: String) throws -> Action {
        guard let action = self[name] else { throw ActionChoice.unknown(name, among: actions.map(\.name)) }
        return action
    }
}
