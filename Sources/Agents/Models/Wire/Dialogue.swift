import JSON

/// A transcript as providers take it: the caller and the agent by turns, and every use followed by its result.
///
/// Chat templates of local models and Anthropic want the two sides to alternate, and the caller to begin.
enum DialoguePart: Sendable, Hashable {
    case caller(String)
    case agent(text: String, uses: [ToolCall])
    /// The results of all uses of the part before, in their order.
    case results([ToolResult])

    struct ToolResult: Sendable, Hashable {
        var id: String
        var name: String
        var text: String
    }

    static func parts(of request: ModelRequest) -> [DialoguePart] {
        let fence = request.heard
        var parts: [DialoguePart] = []
        for entry in request.transcript.entries {
            switch (entry, parts.last) {
            case (.caller(let text), .caller(let before)):
                parts[parts.count - 1] = .caller(before + "\n" + fence.around(text))
            case (.caller(let text), _): parts.append(.caller(fence.around(text)))
            case (.agent(let text, let uses), .agent(let before, let usesBefore)) where usesBefore.isEmpty:
                parts[parts.count - 1] = .agent(text: [before, text].joinedByLines, uses: uses)
            case (.agent(let text, let uses), let last):
                guard !text.isEmpty || !uses.isEmpty else { continue }
                if last == nil { parts.append(.caller(opening)) }
                parts.append(.agent(text: text, uses: uses))
            case (.outcome(let use, let outcome), .results(let before)):
                parts[parts.count - 1] = .results(before + [ToolResult(use, outcome)])
            case (.outcome(let use, let outcome), _): parts.append(.results([ToolResult(use, outcome)]))
            }
        }
        return parts.isEmpty ? [.caller(opening)] : parts
    }

    /// Stands for the caller where the agent speaks first.
    private static let opening = Fence.event.around("The call has begun. The caller waits for you to speak.")
}

extension DialoguePart.ToolResult {
    init(_ use: ToolCall, _ outcome: JSONValue) {
        self.init(id: use.id, name: use.name, text: Fence.records.around(outcome.serializedText()))
    }
}

extension [String] {
    fileprivate var joinedByLines: String { filter { !$0.isEmpty }.joined(separator: "\n") }
}
