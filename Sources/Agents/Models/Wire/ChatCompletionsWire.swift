import Actions
import JSON
import NIOHTTP1
import Platforms

/// OpenAI's chat completions, which most servers of models speak as well.
struct ChatCompletionsWire: ModelWire {
    var settings: ModelSettings

    var path: String { "chat/completions" }

    var headers: HTTPHeaders {
        var headers = HTTPHeaders()
        if let key = settings.key { headers.add(name: "Authorization", value: "Bearer \(key.text)") }
        return headers
    }

    func reader() -> ChatCompletionReader { ChatCompletionReader() }

    func body(of request: ModelRequest) -> JSONValue {
        var messages: [JSONValue] = [["role": "system", "content": .string(request.prompt.text)]]
        for part in DialoguePart.parts(of: request) { messages += Self.messages(of: part) }
        var body: JSONObject = [
            "model": .string(settings.name),
            "messages": .array(messages),
            "stream": true,
            "stream_options": ["include_usage": true],
        ]
        if !request.tools.isEmpty { body["tools"] = ToolSchema.list(request.tools, .openAI) }
        body["temperature"] = settings.temperature.flatMap(JSONNumber.init).map(JSONValue.number)
        body[settings.lengthMember] = .number(JSONNumber(settings.maximumTokens))
        return .object(body)
    }

    private static func messages(of part: DialoguePart) -> [JSONValue] {
        switch part {
        case .caller(let text): return [["role": "user", "content": .string(text)]]
        case .agent(let text, let uses):
            var message: JSONObject = ["role": "assistant", "content": text.isEmpty ? .null : .string(text)]
            if !uses.isEmpty { message["tool_calls"] = .array(uses.map(call)) }
            return [.object(message)]
        case .results(let results):
            return results.map { ["role": "tool", "tool_call_id": .string($0.id), "content": .string($0.text)] }
        }
    }

    private static func call(_ use: ToolCall) -> JSONValue {
        [
            "id": .string(use.id), "type": "function",
            "function": [
                "name": .string(use.name), "arguments": .string(JSONValue.object(use.arguments).serializedText()),
            ],
        ]
    }
}
