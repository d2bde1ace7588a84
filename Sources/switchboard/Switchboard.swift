import Actions
import ArgumentParser

@main
struct Switchboard: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "switchboard",
        abstract: "Lets AI agents on the phone act in a company's CRM: safely, once, and in time.",
        discussion: """
            Start here:
              switchboard demo           watch an agent take a call, on a local org
              switchboard serve --sandbox
                                         run the server, with that org connected
              switchboard sandbox        run that org for any Salesforce client
              switchboard actions list   see the 56 things an agent can do
              switchboard render search_contact --arg search_term="O'Brien"
                                         see the exact request that would be sent
            """,
        version: version,
        subcommands: [
            DemoCommand.self, ServeCommand.self, SandboxCommand.self, BackupCommand.self, RestoreCommand.self,
            AuditCommand.self, KeysCommand.self, PeopleCommand.self,
            CallCommand.self, RehearseCommand.self, MCPCommand.self,
            AgentsCommand.self, ActionsCommand.self, RenderCommand.self, InvokeCommand.self,
            SOQLCommand.self,
        ]
    )

    static func main() async {
        if let mistake = mistypedCommand(Array(CommandLine.arguments.dropFirst())) {
            Terminal.writeError("Error: \(mistake)")
            exit(withError: ExitCode.validationFailure)
        }
        await main(nil)
    }

    /// What to say when the words name no command; the parser itself only counts them.
    private static func mistypedCommand(_ words: [String]) -> String? {
        var commands = configuration.subcommands
        var path = "switchboard"
        for word in words.first == "help" ? Array(words.dropFirst()) : words {
            guard !commands.isEmpty, !word.hasPrefix("-") else { return nil }
            guard let next = commands.first(where: { name(of: $0) == word }) else {
                let near = Spelling.nearest(to: word, in: commands.map(name)).map { " Did you mean \($0)?" }
                return "There is no command \(path) \(word)." + (near ?? " See: \(path) --help")
            }
            commands = next.configuration.subcommands
            path += " \(word)"
        }
        return nil
    }

    private static func name(of command: any ParsableCommand.Type) -> String {
        command.configuration.commandName ?? String(describing: command).lowercased()
    }
}
