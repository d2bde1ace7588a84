import Actions
import JSON
import NIOHTTP1
import Platforms

/// Anthropic's messages.
struct AnthropicWire: ModelWire {
    private static let version = "2023-06-01"

    var settings: ModelSettings

    var path: String { "messages" }

    var headers: HTTPHeaders {
        var headers: HTTPHeaders = ["anthropic-version": Self.version]
        if let key = settings.key { headers.add(name: "x-api-key", value: key.text) }
        return headers
    }

    func reader() -> AnthropicReader { AnthropicReader() }

    func body(of request: ModelRequest) -> JSONValue {
        var body: JSONObject = [
            "model": .string(settings.name),
            "max_tokens": .number(JSONNumber(settings.maximumTokens)),
            // Everything up to the mark, tools included, is the same on every call of the agent.
            "system": [
                ["type": "text", "text": .string(request.prompt.standing), "cache_control": ["type": "ephemeral"]],
                ["type": "text", "text": .string(request.prompt.situation)],
            ],
            "messages": .array(Self.messages(of: DialoguePart.parts(of: request))),
            "stream": true,
        ]
        if !request.tools.isEmpty { body["tools"] = ToolSchema.list(request.tools, .anthropic) }
        body["temperature"] = settings.temperature.flatMap(JSONNumber.init).map(JSONValue.number)
        return .object(body)
    }

    /// The results of tools and what the caller says next are one message: the sides must alternate.
    private static func messages(of parts: [DialoguePart]) -> [JSONValue] {
        var messages: [(role: String, content: [JSONValue])] = []
        for part in parts {
            let (role, content) = message(of: part)
            if messages.last?.role == role {
                messages[messages.count - 1].content += content
            } else {
                messages.append((role, content))
            }
        }
        return messages.map { ["role": .string($0.role), "content": .array($0.content)] }
    }

    private static func message(of part: DialoguePart) -> (role: String, content: [JSONValue]) {
        switch part {
        case .caller(let text): return ("user", [textBlock(text)])
        case .results(let results):
            return (
                "user",
                results.map { ["type": "tool_result", "tool_use_id": .string($0.id), "content": .string($0.text)] }
            )
        case .agent(let text, let uses):
            // A text of blanks alone is refused.
            let speech = text.allSatisfy(\.isWhitespace) ? [] : [textBlock(text)]
            return (
                "assistant",
                speech
                    + uses.map {
                        [
                            "type": "tool_use", "id": .string($0.id), "name": .string($0.name),
                            "input": .object($0.arguments),
                        ]
                    }
            )
        }
    }

    private static func textBlock(_ text: String) -> JSONValue { ["type": "text", "text": .string(text)] }
}
