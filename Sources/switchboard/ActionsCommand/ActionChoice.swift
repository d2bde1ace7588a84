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
            throw Mistake("\(file) can't be read as UTF-8 text.")
        }
        let definitions = DefinitionFile(parsing: text)
        if let action = definitions.actions.first(where: { $0.name == name }) { return action }
        if let problem = definitions.problems.first {
            throw Mistake("\(file):\(problem.line):\(problem.column): \(problem.message)")
        }
        let names = definitions.actions.map(\.name)
        throw Self.unknown(name, among: names, otherwise: "\(file) has: \(names.joined(separator: ", ")).")
    }

    static func unknown(_ name: String, among names: [String], otherwise hint: String) -> Mistake {
        let near = Spelling.nearest(to: name, in: names).map { "Did you mean \($0)?" }
        return Mistake("There is no action \(name). \(near ?? hint)")
    }
}

extension Catalog {
    func action(named name: String) throws -> Action {
        if let action = self[name] { return action }
        throw ActionChoice.unknown(name, among: actions.map(\.name), otherwise: "See: switchboard actions list")
    }
}
