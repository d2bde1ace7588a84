/// Keeps back what a reasoning model writes to itself before it speaks.
///
/// Some servers leave the thoughts in the text, in `<think>…</think>` at its start.
struct ThoughtFilter: Sendable {
    private enum State: Sendable {
        case undecided
        case thinking
        case speaking
    }

    private static let opening = "<think>"
    private static let closing = "</think>"

    private var state = State.undecided
    private var kept = ""

    /// Whether the model thinks, and can't be expected to have spoken.
    var isThinking: Bool { state == .thinking }

    /// What of this text is spoken.
    mutating func spoken(of text: String) -> String {
        if state == .speaking { return text }
        kept += text
        if state == .undecided {
            kept = String(kept.drop(while: \.isWhitespace))
            if kept.hasPrefix(Self.opening) {
                state = .thinking
            } else if !Self.opening.hasPrefix(kept) {
                return speak()
            }
        }
        guard state == .thinking, let end = kept.firstRange(of: Self.closing) else { return "" }
        kept = String(kept[end.upperBound...].drop(while: \.isWhitespace))
        return speak()
    }

    /// What is left to speak when the text ends. A thought that never ended is not.
    mutating func rest() -> String { state == .undecided ? speak() : "" }

    private mutating func speak() -> String {
        state = .speaking
        defer { kept = "" }
        return kept
    }
}
