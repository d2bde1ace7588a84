package import Actions
package import Foundation
import JSON

/// Something that was said in a call whose conversation runs here.
package struct Utterance: Hashable, Sendable {
    package enum Speaker: String, Hashable, Sendable {
        case caller, agent
    }

    package var speaker: Speaker
    package var text: String
    package var at: Date

    package init(_ speaker: Speaker, _ text: String, at: Date) {
        self.speaker = speaker
        self.text = text
        self.at = at
    }

    /// What is said beyond this in a call is not kept.
    static let most = 500
    /// The most characters that are kept of one.
    static let longest = 4000
}

extension Call {
    /// Keeps what was said in the call.
    ///
    /// - Parameter conversation: All of it so far, in order, as it may be kept. What is known already keeps its time; its
    ///   words may have changed since: what the caller proved themselves with is taken out afterwards.
    package func keep(said conversation: [(speaker: Utterance.Speaker, text: String)]) async {
        guard state.isOpen else { return }
        let now = clock()
        let utterances = conversation.prefix(Utterance.most).map { speaker, text in
            Utterance(speaker, String(text.prefix(Utterance.longest)), at: now)
        }
        let known = state.utterances
        guard utterances.map(\.text) != known.map(\.text) else { return }
        change { state in
            let known = state.utterances
            state.utterances = utterances.enumerated().map { index, utterance in
                var utterance = utterance
                if known.indices.contains(index) { utterance.at = known[index].at }
                return utterance
            }
        }
        await save()
    }
}

extension Utterance {
    var json: JSONValue {
        [
            "by": .string(speaker.rawValue), "text": .string(text),
            "at": .number(JSONNumber(at.wholeMilliseconds)),
        ]
    }

    init?(_ json: JSONValue) {
        guard let speaker = json["by"]?.string.flatMap(Speaker.init), let text = json["text"]?.string,
            let at = json["at"]?.integer
        else { return nil }
        self.init(speaker, text, at: Date(wholeMilliseconds: at))
    }
}

/// What a reader wants to know of a call that is kept.
extension SavedCall {
    package var assurance: Assurance {
        state["assurance"]?.string.flatMap(Assurance.init(rawValue:)) ?? .unknown
    }

    /// The contact whom the call is about, as soon as the call knows one.
    package var caller: Caller? { state["caller"].flatMap { Caller($0) } }

    /// What was said, in order; empty where the conversation runs elsewhere.
    package var utterances: [Utterance] { state["said"]?.array?.compactMap(Utterance.init) ?? [] }
}
