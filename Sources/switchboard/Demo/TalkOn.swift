import Actions
import Calls
import Foundation
import JSON
import Workspace

/// Lets a person go on in the demo's call by hand, through the same gate.
struct TalkOn {
    let call: Call
    let org: String
    let token: String

    func run() async {
        Terminal.writeLine(
            """

            The call is still open; now you are the agent. Use any action as it is named in `switchboard actions list`:
              search_contact search_term=Sarah
              create_case Subject="Wrong address" Priority=Low
              yes                     (the caller says yes to what was read back)
              quit
            The org takes other clients too: \(org), token \(token)
            """
        )
        var confirmationID: String?
        while true {
            Terminal.write("\n> ")
            guard let line = readLine() else { return }
            switch line.trimmingCharacters(in: .whitespaces).lowercased() {
            case "": continue
            case "quit", "exit": return
            case "yes", "y":
                guard let id = confirmationID else {
                    Terminal.writeLine("There is nothing to say yes to.")
                    continue
                }
                await call.callerSpoke()
                InvocationView(await call.confirm(id, by: call.agent.id)).show()
                confirmationID = nil
            default:
                guard let command = TypedAction(line) else {
                    Terminal.writeLine("Write an action and its arguments: search_contact search_term=Sarah")
                    continue
                }
                guard call.agent.enabledAction(command.name) != nil else {
                    let names = call.agent.actions.map(\.action.name)
                    let near = Spelling.nearest(to: command.name, in: names).map { "Did you mean \($0)?" }
                    Terminal.writeLine(
                        "There is no action \(command.name). " + (near ?? "See: switchboard actions list")
                    )
                    continue
                }
                let invocation = await call.invoke(command.name, command.arguments)
                confirmationID = invocation.outcome.confirmationID ?? confirmationID
                InvocationView(invocation).show()
            }
        }
    }
}

/// An action as typed: `create_case Subject="Wrong address" Priority=Low`.
struct TypedAction {
    var name: String
    var arguments: JSONObject

    init?(_ line: String) {
        var words: [String] = []
        var word = ""
        var isQuoted = false
        for character in line {
            switch character {
            case "\"": isQuoted.toggle()
            case " " where !isQuoted:
                if !word.isEmpty { words.append(word) }
                word = ""
            default: word.append(character)
            }
        }
        guard !isQuoted else { return nil }
        if !word.isEmpty { words.append(word) }
        guard let name = words.first, !name.contains("=") else { return nil }
        self.name = name
        arguments = JSONObject()
        for word in words.dropFirst() {
            guard let separator = word.firstIndex(of: "="), separator > word.startIndex else { return nil }
            arguments[String(word[..<separator])] = .string(String(word[word.index(after: separator)...]))
        }
    }
}
