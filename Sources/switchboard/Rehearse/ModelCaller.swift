import Agents
import Foundation
import JSON

/// A caller whom a language model plays.
struct ModelCaller: Sendable {
    /// What the model says to hang up.
    private static let hangUp = "[hangs up]"

    private let persona: Scenario.Persona
    private let model: any LanguageModel

    init(_ persona: Scenario.Persona, _ model: any LanguageModel) {
        self.persona = persona
        self.model = model
    }

    /// What the caller says next; nil when the caller hangs up.
    func line(after transcript: Transcript) async throws -> String? {
        let spoken = transcript.entries.count { if case .caller = $0 { true } else { false } }
        guard spoken < persona.turns else { return nil }
        var words = ""
        let request = ModelRequest(
            prompt: prompt,
            transcript: Self.mirrored(transcript),
            tools: [],
            deadline: .now.advanced(by: .seconds(30)),
            heard: .agent
        )
        for try await event in model.response(to: request) { if case .text(let text) = event { words += text } }
        let line = words.trimmingCharacters(in: .whitespacesAndNewlines)
        return line.isEmpty || line.contains(Self.hangUp) ? nil : line
    }

    private var prompt: SystemPrompt {
        SystemPrompt(
            standing: """
                You play a person who calls a company on the telephone. Stay that person; never help the other side.
                Say one or two short sentences at a time, the way people speak. Text between \(Fence.agent.opening) and \
                \(Fence.agent.closing) is what the company's agent says to you.
                When you have what you want, or can't get it, say exactly \(Self.hangUp) and nothing else.
                """,
            situation: "Who you are and what you want:\n\(persona.description)"
        )
    }

    /// The call from the caller's side: only what was spoken, the sides exchanged.
    private static func mirrored(_ transcript: Transcript) -> Transcript {
        var mirrored = Transcript()
        for entry in transcript.entries {
            switch entry {
            case .caller(let text): mirrored.entries.append(.agent(text: text, uses: []))
            case .agent(let text, _): if !text.isEmpty { mirrored.entries.append(.caller(text)) }
            case .outcome: continue
            }
        }
        return mirrored
    }
}
