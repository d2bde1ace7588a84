import JSON

/// Reads the response of a server that speaks OpenAI's chat completions, and forgives what such servers do differently:
/// ids and names in every delta, `null` for what is not used, the older `function_call` beside or instead of
/// `tool_calls`, arguments that are an object, every index 0, a stream that ends without `[DONE]`.
struct ChatCompletionReader: ResponseReader {
    private(set) var hasBegun = false
    private var calls = ToolCallAssembly()
    private var legacyCall = ToolCallAssembly()
    private var thoughts = ThoughtFilter()
    private var isComplete = false

    mutating func read(_ event: ServerSentEvent) throws(ModelError) -> [ModelEvent] {
        if event.data == "[DONE]" {
            isComplete = true
            return []
        }
        let chunk: JSONValue
        do throws(JSONError) {
            chunk = try JSONValue(parsing: event.data)
        } catch {
            throw ModelError(.unreadable, "A chunk of the stream is not JSON: \(error)")
        }
        return try read(chunk)
    }

    mutating func read(whole response: JSONValue) throws(ModelError) -> [ModelEvent] {
        guard response["choices"]?.array?.isEmpty == false || response["error"] != nil else {
            throw ModelError(.unreadable, "The response has no choices.")
        }
        isComplete = true
        return try read(response)
    }

    mutating func finish() throws(ModelError) -> [ModelEvent] {
        guard isComplete else { throw ModelError(.cutOff, "The stream ended before the response did.") }
        let rest = thoughts.rest()
        let uses = try calls.isEmpty ? legacyCall.calls() : calls.calls()
        return (rest.isEmpty ? [] : [.text(rest)]) + uses.map(ModelEvent.use)
    }

    private mutating func read(_ chunk: JSONValue) throws(ModelError) -> [ModelEvent] {
        if let error = chunk["error"], !error.isNull { throw ModelError(reported: error) }
        var events: [ModelEvent] = []
        if let usage = Self.usage(chunk["usage"]) { events.append(.usage(usage)) }
        guard let choice = chunk["choices"]?[0] else { return events }
        if let reason = choice["finish_reason"], !reason.isNull { isComplete = true }
        guard let delta = choice["delta"] ?? choice["message"] else { return events }
        let text = Self.text(delta["content"]) ?? Self.text(delta["refusal"]) ?? ""
        let reasoning = Self.text(delta["reasoning_content"]) ?? Self.text(delta["reasoning"]) ?? ""
        if !text.isEmpty || !reasoning.isEmpty { hasBegun = true }
        let spoken = thoughts.spoken(of: text)
        if !spoken.isEmpty { events.append(.text(spoken)) }
        for (position, call) in (delta["tool_calls"]?.array ?? []).enumerated() {
            // In a whole message the calls have no index, and their places are what tells them apart.
            let index = call["index"]?.integer ?? (choice["message"] == nil ? nil : position)
            add(call["function"], index: index, id: call["id"]?.string, to: \.calls)
        }
        add(delta["function_call"], index: 0, id: nil, to: \.legacyCall)
        return events
    }

    private mutating func add(
        _ function: JSONValue?,
        index: Int?,
        id: String?,
        to assembly: WritableKeyPath<Self, ToolCallAssembly>
    ) {
        guard let function, function.object != nil else { return }
        hasBegun = true
        let arguments = function["arguments"].map { $0.string ?? ($0.isNull ? "" : $0.serializedText()) }
        self[keyPath: assembly].add(
            index: index,
            id: id,
            name: function["name"]?.string,
            arguments: arguments ?? ""
        )
    }

    /// Content is text or, from some servers, a list of parts.
    private static func text(_ content: JSONValue?) -> String? {
        if let text = content?.string { return text }
        guard let parts = content?.array else { return nil }
        return parts.compactMap { $0["text"]?.string }.joined()
    }

    private static func usage(_ usage: JSONValue?) -> TokenUsage? {
        guard let usage, let input = usage["prompt_tokens"]?.integer else { return nil }
        return TokenUsage(
            input: input,
            cachedInput: usage["prompt_tokens_details"]?["cached_tokens"]?.integer ?? 0,
            output: usage["completion_tokens"]?.integer ?? 0
        )
    }
}
