import ArgumentParser

struct ActionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "actions",
        abstract: "See the pre-built actions, and check your own.",
        subcommands: [ListActions.self, ShowAction.self, CheckActions.self, ActionSchemas.self]
    )
}
