import Agents
import Calls
import Foundation
import JSON

/// A call in the terminal: a person types what the caller says, and sees what the agent says and does.
struct TerminalCall {
    let toolbox: any Toolbox
    /// What was found out as the call opened.
    let opening: [Invocation]
    let model: any LanguageModel
    /// Whether the requests stay out of sight.
    let isBrief: Bool

    func run(agentSpeaksFirst: Bool) async throws {
        let conversation = Conversation(with: toolbox, model: model)
        if Terminal.isInteractive {
            Terminal.writeLine("Say what the caller says. An empty line waits; Control-D hangs up.")
        }
        for invocation in opening { show(invocation) }
        if agentSpeaksFirst { try await show(conversation.turn(after: nil)) }
        while await conversation.ending == nil, let line = nextLine() {
            try await show(conversation.turn(after: line))
        }
        let ending = await conversation.ending
        if ending == nil { await toolbox.end() }
        if let ending, ending.handsOff {
            Terminal.writeLine("\nA person takes over. " + (ending.summary ?? ""))
        }
        let usage = await conversation.usage
        if usage.total > 0 {
            Terminal.writeLine(
                "\n"
                    + Terminal.styled(
                        "\(usage.input) tokens read (\(usage.cachedInput) from the cache), \(usage.output) written.",
                        .dim
                    )
            )
        }
    }

    /// What the caller says next; nil when the caller hangs up.
    private func nextLine() -> String? {
        while true {
            Terminal.write("\n" + Terminal.styled("Caller  ", .green))
            guard let line = readLine() else {
                Terminal.writeLine()
                return nil
            }
            let words = line.trimmingCharacters(in: .whitespaces)
            // What comes from a file is shown, so that the call can be read afterwards.
            if !Terminal.isInteractive { Terminal.writeLine(words) }
            if !words.isEmpty { return words }
        }
    }

    private func show(_ events: AsyncThrowingStream<Conversation.Event, any Error>) async throws {
        var isSpeaking = false
        for try await event in events {
            switch event {
            case .said(let words):
                if !isSpeaking { Terminal.write("\n" + Terminal.styled("Agent   ", .yellow)) }
                isSpeaking = true
                Terminal.write(words)
            case .using: break
            case .used(let invocation):
                if isSpeaking { Terminal.writeLine() }
                isSpeaking = false
                show(invocation)
            case .troubled(let error): Terminal.writeError("\n\(error)")
            case .ended: break
            case .finished: if isSpeaking { Terminal.writeLine() }
            }
        }
    }

    private func show(_ invocation: Invocation) {
        guard isBrief else { return InvocationView(invocation).show() }
        let milliseconds = Int(invocation.duration / .milliseconds(1))
        let outcome = invocation.outcome
        let line = "  \u{2192} \(invocation.action) \(outcome.status.rawValue) in \(milliseconds) ms: \(outcome.say)"
        Terminal.writeLine(Terminal.styled(line, .dim))
    }
}
