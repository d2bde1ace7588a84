import JSON

/// The questions before writes, and whether the caller has been asked them.
///
/// The gate knows when the caller has spoken; only who speaks knows whether the question was said before. A yes to
/// something else must not count.
struct PutQuestions {
    /// How often the caller has spoken.
    private var turn = 0
    /// When a question came up, by the id of its confirmation.
    private var raised: [String: Int] = [:]
    /// When it was said for the first time.
    private var said: [String: Int] = [:]

    mutating func callerSpoke() { turn += 1 }

    /// Takes the outcome of a tool: one that needs a yes has to be said first.
    mutating func note(_ outcome: JSONValue) {
        guard outcome["outcome"] == "confirmation_required", let id = outcome["confirmation_id"]?.string else { return }
        raised[id] = raised[id] ?? turn
    }

    mutating func agentSpoke() {
        for id in raised.keys where said[id] == nil { said[id] = turn }
    }

    /// The caller cut in before they heard what was said last to its last sentence.
    mutating func wereNotHeard() {
        for (id, time) in said where time == turn { said[id] = nil }
    }

    /// Whether a yes can be one to a question: false when the caller has spoken, but not since they were asked. The rest
    /// is for the gate to tell.
    func canBeAnswered(_ id: String) -> Bool {
        guard let raised = raised[id], raised < turn else { return true }
        return said[id].map { $0 < turn } ?? false
    }
}
