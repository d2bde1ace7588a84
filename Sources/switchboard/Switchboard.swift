import ArgumentParser

@main
struct Switchboard: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "switchboard",
        abstract: "Lets AI agents on the phone act in a company's CRM: safely, once, and in time.",
        discussion: """
            Start here:
              switchboard demo                 watch an agent take a call against a local Salesforce-compatible org
              switchboard sandbox              run that org by itself, for any Salesforce client
              switchboard actions list         see the 56 things an agent can do
              switchboard render search_contact --arg search_term="O'Brien"
                                               see the exact request that would be sent
            """,
        version: "0.1.0",
        subcommands: [
            DemoCommand.self, SandboxCommand.self, ActionsCommand.self, RenderCommand.self, InvokeCommand.self,
            SOQLCommand.self,
        ]
    )
}
