import Calls
import JSON

/// One use of an action as a person reads it: what was asked, what it became, how it ended.
struct InvocationView {
    let invocation: Invocation

    init(_ invocation: Invocation) { self.invocation = invocation }

    func show() {
        let arguments = invocation.arguments.map { "\($0.key)=\($0.value.serializedText())" }.joined(separator: " ")
        Terminal.writeLine("  \(Terminal.styled("→ " + invocation.action, .bold)) \(arguments)")
        for request in invocation.requests { RequestView(request, indentation: "    ").show() }
        let outcome = invocation.outcome
        let milliseconds = Int(invocation.duration / .milliseconds(1))
        let status = outcome.status.rawValue + (outcome.isReplayed ? " (replayed)" : "")
        let style: Terminal.Style = outcome.status == .completed ? .green : .yellow
        Terminal.writeLine("    \(Terminal.styled(status, style)) in \(milliseconds) ms: \(outcome.say)")
        for note in outcome.notes { Terminal.writeLine("    " + Terminal.styled(note, .dim)) }
        if let result = outcome.result, result != [:] {
            Terminal.writeLine("    " + Terminal.styled(result.serializedText(), .dim))
        }
    }
}
