import Actions
import ArgumentParser
import JSON

extension ToolDialect: ExpressibleByArgument {}

struct ActionSchemas: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print actions as tool definitions for a language model.",
        discussion: "  switchboard actions schema --dialect anthropic search_contact create_case"
    )

    @Option(help: "The form a client wants.")
    var dialect = ToolDialect.openAI

    @Argument(help: "The actions; all of them when none is named.")
    var names: [String] = []

    func run() throws {
        let catalog = try Catalog.salesforce()
        let actions = try names.isEmpty ? catalog.actions : names.map { try catalog.action(named: $0) }
        Terminal.writeLine(ToolSchema.list(actions.map { ToolSchema($0) }, dialect).serializedText())
    }
}
