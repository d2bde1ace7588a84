import Actions
import ArgumentParser
import Foundation

struct CheckActions: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check definition files of your own actions.",
        discussion: "Says FILE:LINE:COLUMN, what is wrong and what to do about it. Exits with 1 if anything is."
    )

    @Argument(help: "The YAML files.")
    var files: [String]

    func run() throws {
        var isClean = true
        for file in files {
            guard let data = FileManager.default.contents(atPath: file) else {
                Terminal.writeLine("\(file): can't be read.")
                isClean = false
                continue
            }
            guard let text = String(data: data, encoding: .utf8) else {
                Terminal.writeLine("\(file): is not UTF-8 text.")
                isClean = false
                continue
            }
            let definitions = DefinitionFile(parsing: text)
            for problem in definitions.problems.sorted(by: { ($0.line, $0.column) < ($1.line, $1.column) }) {
                Terminal.writeLine("\(file):\(problem.line):\(problem.column): \(problem.message)")
                isClean = false
            }
            if definitions.problems.isEmpty {
                let count = definitions.actions.count
                Terminal.writeLine("\(file): \(count) \(count == 1 ? "action" : "actions"), all fine.")
            }
        }
        guard isClean else { throw ExitCode.failure }
    }
}
