import Actions
import ArgumentParser
import Calls
import Foundation
import JSON

struct RenderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render",
        abstract: "Show the exact requests an action would send, or why none. Sends nothing.",
        discussion: """
              switchboard render search_contact --arg search_term="O'Brien"
              switchboard render identify_customer --file my.yaml \
                --var caller_phone=+15552345678 --json
            """
    )

    @OptionGroup var choice: ActionChoice
    @OptionGroup var values: ValueOptions

    @Flag(help: "As JSON: {\"requests\": [{\"method\", \"path\", \"query\", \"body\"}]}, decoded.")
    var json = false

    func run() throws {
        let action = try choice.action()
        let arguments = try values.arguments(for: action)
        let context = InvocationPreparation.Context(
            variables: try values.variableValues(),
            now: Date(),
            timeZone: values.timeZone.zone
        )
        var preparation = InvocationPreparation()
        do throws(InvocationPreparation.Refusal) {
            let invocation = try preparation.prepare(action, arguments, in: context)
            try show(invocation)
        } catch {
            Terminal.writeLine(json ? error.outcome.json.prettyPrinted() : error.outcome.say)
            throw ExitCode.failure
        }
    }

    private func show(_ invocation: PreparedInvocation) throws(InvocationPreparation.Refusal) {
        let requests: [CRMRequest]
        do throws(RenderingError) {
            requests = try invocation.preview()
        } catch {
            throw InvocationPreparation.Refusal(outcome: Outcome(.invalid, say: error.say))
        }
        if json {
            var list: JSONObject = ["requests": .array(requests.map(\.json))]
            if !invocation.notes.isEmpty { list["notes"] = .array(invocation.notes.map(JSONValue.string)) }
            Terminal.writeLine(JSONValue.object(list).prettyPrinted())
            return
        }
        for note in invocation.notes { Terminal.writeError(note) }
        for request in requests { RequestView(request).show() }
    }
}
