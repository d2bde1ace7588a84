import Calls
import Foundation

/// One thing that happened in a call: something that was said, or something that was done.
struct TimelineEntry: Sendable {
    /// For the browser to know it again.
    let id: String
    /// How long after the call was opened: `1:05`.
    let offset: String
    /// `Caller`, `Agent`, `Note`; nil for something that was done.
    let speaker: String?
    /// `caller`, `agent`, `aside` or `use`.
    let kind: String
    var text: String
    var use: UseView?
    /// Whether all of it was said.
    var isComplete = true

    /// Something that was said.
    ///
    /// - Parameter openedAt: When the call was opened.
    init(_ utterance: Utterance, number: Int, since openedAt: Date) {
        id = "said-\(number)"
        offset = Self.offset(utterance.at, since: openedAt)
        speaker = utterance.speaker == .caller ? "Caller" : "Agent"
        kind = utterance.speaker.rawValue
        text = utterance.text.clipped(to: UseView.longest, weight: 3 * UseView.longest)
    }

    /// Something that was done.
    ///
    /// - Parameter action: What a yes was given to; nil for anything else.
    init(_ invocation: Invocation, confirms action: String?, since openedAt: Date) {
        id = "use-\(invocation.number)"
        offset = Self.offset(invocation.startedAt, since: openedAt)
        speaker = nil
        kind = "use"
        text = ""
        use = UseView(invocation, confirms: action)
    }

    /// Something that whoever rehearses a call should know.
    init(note text: String, number: Int) {
        id = "note-\(number)"
        offset = ""
        speaker = "Note"
        kind = "aside"
        self.text = text
    }

    /// About how many bytes of a page it takes.
    var weight: Int { 300 + text.weight + (use?.weight ?? 0) }

    /// What happened, in order.
    static func timeline(of call: SavedCall, _ invocations: [Invocation]) -> [TimelineEntry] {
        let said = call.utterances.enumerated().map { number, utterance in
            (utterance.at, TimelineEntry(utterance, number: number, since: call.openedAt))
        }
        var asked = AskedActions()
        let done = invocations.map { invocation in
            let action = asked.confirmed(by: invocation)
            return (invocation.startedAt, TimelineEntry(invocation, confirms: action, since: call.openedAt))
        }
        // What is said in the same millisecond led to what is done in it.
        return (said + done).enumerated().sorted { ($0.element.0, $0.offset) < ($1.element.0, $1.offset) }.map(
            \.element.1
        )
    }

    private static func offset(_ moment: Date, since openedAt: Date) -> String {
        let seconds = max(0, Int(moment.timeIntervalSince(openedAt)))
        return "\(seconds / 60):\(seconds % 60 < 10 ? "0" : "")\(seconds % 60)"
    }

    /// A length of time in words: `2 min 5 s`.
    static func length(_ interval: TimeInterval) -> String {
        let seconds = max(0, Int(interval.rounded()))
        return seconds < 60
            ? "\(seconds) s"
            : seconds < 3600 ? "\(seconds / 60) min \(seconds % 60) s" : "\(seconds / 3600) h \(seconds / 60 % 60) min"
    }
}
