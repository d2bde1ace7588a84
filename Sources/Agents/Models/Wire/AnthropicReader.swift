import JSON

/// Reads the response of Anthropic's messages.
struct AnthropicReader: ResponseReader {
    private struct Block: Sendable {
        var isTool: Bool
        /// Arguments that stood in the block's start: a server that does not stream them.
        var input: JSONObject
    }

    private(set) var hasBegun = false
    private var calls = ToolCallAssembly()
    private var blocks: [Int: Block] = [:]
    private var isComplete = false
    /// What was reported so far: later reports of a response replace the earlier ones.
    private var reported = TokenUsage()

    mutating func read(_ event: ServerSentEvent) throws(ModelError) -> [ModelEvent] {
        let content: JSONValue
        do throws(JSONError) {
            content = try JSONValue(parsing: event.data)
        } catch {
            throw ModelError(.unreadable, "An event of the stream is not JSON: \(error)")
        }
        let index = content["index"]?.integer ?? 0
        switch content["type"]?.string ?? event.name {
        case "error": throw ModelError(reported: content["error"] ?? content)
        case "message_start": return usage(content["message"]?["usage"])
        case "content_block_start": return start(content["content_block"] ?? .null, index)
        case "content_block_delta": return add(content["delta"] ?? .null, index)
        case "content_block_stop":
            stop(index)
            return []
        case "message_delta":
            if let reason = content["delta"]?["stop_reason"], !reason.isNull { isComplete = true }
            return usage(content["usage"])
        case "message_stop":
            isComplete = true
            return []
        default: return []
        }
    }

    mutating func read(whole response: JSONValue) throws(ModelError) -> [ModelEvent] {
        if let error = response["error"], !error.isNull { throw ModelError(reported: error) }
        guard let content = response["content"]?.array else {
            throw ModelError(.unreadable, "The response has no content.")
        }
        isComplete = true
        var events = usage(response["usage"])
        for (index, block) in content.enumerated() {
            events += start(block, index)
            stop(index)
        }
        return events
    }

    mutating func finish() throws(ModelError) -> [ModelEvent] {
        guard isComplete else { throw ModelError(.cutOff, "The stream ended before the response did.") }
        return try calls.calls().map(ModelEvent.use)
    }

    private mutating func start(_ block: JSONValue, _ index: Int) -> [ModelEvent] {
        hasBegun = true
        let isTool = block["type"]?.string == "tool_use"
        blocks[index] = Block(isTool: isTool, input: block["input"]?.object ?? [:])
        if isTool {
            calls.add(index: index, id: block["id"]?.string, name: block["name"]?.string, arguments: "")
            return []
        }
        return speech(block)
    }

    private mutating func add(_ delta: JSONValue, _ index: Int) -> [ModelEvent] {
        hasBegun = true
        guard let json = delta["partial_json"]?.string else { return speech(delta) }
        if !json.isEmpty { blocks[index]?.input = [:] }
        calls.add(index: index, id: nil, name: nil, arguments: json)
        return []
    }

    private mutating func stop(_ index: Int) {
        guard let block = blocks.removeValue(forKey: index), block.isTool, !block.input.isEmpty else { return }
        calls.add(index: index, id: nil, name: nil, arguments: JSONValue.object(block.input).serializedText())
    }

    private func speech(_ part: JSONValue) -> [ModelEvent] {
        guard ["text", "text_delta"].contains(part["type"]?.string), let text = part["text"]?.string, !text.isEmpty
        else { return [] }
        return [.text(text)]
    }

    private mutating func usage(_ usage: JSONValue?) -> [ModelEvent] {
        guard let usage, usage.object != nil else { return [] }
        var now = reported
        if let fresh = usage["input_tokens"]?.integer {
            let cached = usage["cache_read_input_tokens"]?.integer ?? 0
            now.cachedInput = cached
            now.input = fresh + cached + (usage["cache_creation_input_tokens"]?.integer ?? 0)
        }
        if let output = usage["output_tokens"]?.integer { now.output = output }
        defer { reported = now }
        let difference = TokenUsage(
            input: now.input - reported.input,
            cachedInput: now.cachedInput - reported.cachedInput,
            output: now.output - reported.output
        )
        return difference == TokenUsage() ? [] : [.usage(difference)]
    }
}
