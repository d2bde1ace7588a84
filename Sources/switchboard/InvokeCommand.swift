import Actions
import ArgumentParser
import Calls
import Foundation
import JSON
import Workspace

struct InvokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invoke",
        abstract: "Use one action on an org, the sandbox or a real one.",
        discussion: """
            It goes through the same gate as an agent's: a write is read back to you and waits for your yes.

              export SWITCHBOARD_TOKEN=…
              switchboard invoke search_contact --arg search_term=Sarah \
                --org http://127.0.0.1:7070
            """
    )

    @OptionGroup var choice: ActionChoice
    @OptionGroup var values: ValueOptions

    @Option(help: ArgumentHelp("The org's address: https://acme.my.salesforce.com.", valueName: "url"))
    var org: String

    @Option(help: "An access token of that org. Better given as SWITCHBOARD_TOKEN: others can see this one.")
    var token = ProcessInfo.processInfo.environment["SWITCHBOARD_TOKEN"] ?? ""

    @Flag(help: "Say yes to what is read back, without being asked.")
    var yes = false

    @Flag(help: "Print the outcome as JSON.")
    var json = false

    func validate() throws {
        guard !token.isEmpty else {
            throw ValidationError(
                "There is no token. Give --token, or set SWITCHBOARD_TOKEN. An empty one often means that the org was "
                    + "not up yet at log-in."
            )
        }
    }

    func run() async throws {
        let action = try choice.action()
        let arguments = try values.arguments(for: action)
        let variables = try values.variableValues()
        let agent = Agent(
            id: variables[.employeeID] ?? "command-line",
            name: "Command line",
            timeZone: values.timeZone.zone,
            actions: [EnabledAction(action)]
        )
        let link = try OrgLink(org: org, token: token)
        let call = Call(
            id: variables[.callID] ?? UUID().uuidString.lowercased(),
            agent: agent,
            callerPhone: variables[.callerPhone],
            reportsTurns: false,
            send: link.send
        )
        let outcome = await outcome(of: action, arguments, in: call)
        await link.close()
        Terminal.writeLine(json ? outcome.json.prettyPrinted() : text(outcome))
        if outcome.status == .unavailable { Terminal.writeError("The org is \(org). Is it up, and is the token good?") }
        guard outcome.status == .completed else { throw ExitCode.failure }
    }

    private func outcome(of action: Action, _ arguments: JSONObject, in call: Call) async -> Outcome {
        let outcome = await call.invoke(action.name, arguments).outcome
        guard let confirmationID = outcome.confirmationID, yes || isConfirmed(outcome.say) else { return outcome }
        return await call.confirm(confirmationID, by: call.agent.id).outcome
    }

    private func isConfirmed(_ question: String) -> Bool {
        guard Terminal.isInteractive, !json else { return false }
        Terminal.write("\(question) [y/N] ")
        return ["y", "yes"].contains(readLine()?.lowercased() ?? "")
    }

    private func text(_ outcome: Outcome) -> String {
        var text = outcome.say
        if outcome.confirmationID != nil { text += "\nNothing was written. Add --yes to go ahead." }
        for note in outcome.notes { text += "\n" + note }
        if let result = outcome.result { text += "\n" + result.prettyPrinted() }
        return text
    }
}
