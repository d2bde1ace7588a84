import Actions
import ArgumentParser
import JSON
import SOQL

struct ShowAction: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one action: what it takes, and the requests it makes."
    )

    @OptionGroup var choice: ActionChoice

    @Flag(help: "As JSON.")
    var json = false

    func run() throws {
        let action = try choice.action()
        if json {
            Terminal.writeLine(action.details.prettyPrinted())
            return
        }
        Terminal.writeLine("\(Terminal.styled(action.title, .bold)) (\(action.name))")
        Terminal.writeLine(action.description)
        let rules = [
            action.isWrite ? "writes" : "only reads", action.asksForConfirmation ? "asks the caller first" : nil,
            action.isDestructive ? "removes something" : nil, action.runsAtCallStart ? "runs as a call opens" : nil,
        ].compactMap(\.self)
        Terminal.writeLine(Terminal.styled(rules.joined(separator: ", "), .dim))
        if !action.parameters.isEmpty { Terminal.writeLine("\nParameters") }
        let width = action.parameters.map(\.name.count).max() ?? 0
        for parameter in action.parameters { Terminal.writeLine("  " + line(parameter, width)) }
        Terminal.writeLine(action.requests.count == 1 ? "\nRequest" : "\nRequests, in order")
        for request in action.requests { show(request) }
    }

    private func line(_ parameter: Parameter, _ width: Int) -> String {
        var line = parameter.name.padded(to: width) + "  " + parameter.type.name
        if parameter.isRequired { line += ", required" }
        if let value = parameter.defaultValue { line += ", default \(value.string ?? value.serializedText())" }
        if !parameter.allowedValues.isEmpty {
            line += parameter.acceptsOtherValues ? ", such as " : ", one of "
            line += parameter.allowedValues.joined(separator: " | ")
        }
        return parameter.description.isEmpty ? line : line + Terminal.styled("  \(parameter.description)", .dim)
    }

    private func show(_ request: ActionRequest) {
        let template = request.template
        Terminal.writeLine("  \(template.method.rawValue) \(template.endpointText)")
        for item in template.query {
            switch item.value {
            case .query(let query): Terminal.writeLine("    " + query.text)
            case .search(let search): Terminal.writeLine("    " + search.text)
            case .text: break
            }
        }
        if let body = template.body {
            for line in body.json.prettyPrinted().split(separator: "\n") { Terminal.writeLine("    " + line) }
        }
    }
}
