import Actions
import ArgumentParser
import JSON

struct ListActions: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the pre-built actions by group."
    )

    @Flag(help: "As JSON: one element an action, with its group, method, flags and parameters.")
    var json = false

    func run() throws {
        let catalog = try Catalog.salesforce()
        if json {
            Terminal.writeLine(JSONValue.array(catalog.actions.map(\.summary)).prettyPrinted())
            return
        }
        let width = catalog.actions.map(\.name.count).max() ?? 0
        for group in catalog.groups {
            Terminal.writeLine(Terminal.styled(group.name, .bold))
            for action in group.actions {
                let method = action.method.rawValue.padded(to: 6)
                let marks = action.isDestructive ? "asks, destructive" : action.asksForConfirmation ? "asks" : ""
                Terminal.writeLine(
                    "  \(Terminal.styled(method, action.isWrite ? .yellow : .green)) "
                        + "\(action.name.padded(to: width))  \(action.description)"
                        + (marks.isEmpty ? "" : Terminal.styled("  (\(marks))", .dim))
                )
            }
        }
    }
}

extension String {
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
