package import JSON

/// Tools as voice platforms keep them: beside the schema, where they are posted and how long is waited.
extension ToolSchema {
    /// How long a platform waits for an answer, in seconds. Every answer is there within five; the rest is for the way.
    package static let platformPatience = 20

    /// The address and the proof of who asks are the assistant's, whose tools have none of their own.
    var vapiTool: JSONValue {
        [
            "type": "function", "async": false,
            "function": .object(named("parameters", inputSchema)),
            "messages": [
                [
                    "type": "request-response-delayed", "timingMilliseconds": 1500,
                    "content": "This takes a moment.",
                ]
            ],
        ]
    }

    func retellTool(at url: String) -> JSONValue {
        var tool = typed("custom", named("parameters", inputSchema))
        tool["url"] = .string(url)
        tool["method"] = "POST"
        tool["args_at_root"] = false
        tool["speak_during_execution"] = false
        tool["speak_after_execution"] = true
        tool["timeout_ms"] = .number(JSONNumber(Self.platformPatience * 1000))
        return .object(tool)
    }

    /// What the company trusts comes in headers and in what the platform fills in itself: who calls, in which
    /// conversation, and how it went so far.
    func elevenLabsTool(at url: String) -> JSONValue {
        var properties = JSONObject()
        for parameter in parameters { properties[parameter.name] = elevenLabsProperty(parameter) }
        properties[Self.elevenLabsHistory] = ["type": "string", "dynamic_variable": .string(Self.elevenLabsHistory)]
        return [
            "type": "webhook", "name": .string(name), "description": .string(description),
            "response_timeout_secs": .number(JSONNumber(Self.platformPatience)),
            // The platform's own way with errors is to hide them from its agent.
            "tool_error_handling_mode": "passthrough",
            "api_schema": [
                "url": .string(url), "method": "POST", "content_type": "application/json",
                "request_headers": .object(Self.elevenLabsHeaders),
                "request_body_schema": [
                    "type": "object",
                    "required": .array(parameters.filter(\.isRequired).map { .string($0.name) }),
                    "properties": .object(properties),
                ],
            ],
        ]
    }

    /// The variable that holds the conversation so far, and the member of a tool's body it goes into.
    package static let elevenLabsHistory = "system__conversation_history"

    /// The channel's secret is kept there, under an id.
    package static let elevenLabsSecret: JSONValue = ["secret_id": "SECRET_ID"]

    /// What goes with every use of a tool by an ElevenLabs agent.
    private static let elevenLabsHeaders: JSONObject = [
        "Authorization": elevenLabsSecret,
        "X-Call-Id": ["variable_name": "system__conversation_id"],
        "X-Caller-Phone": ["variable_name": "system__caller_id"],
        // What was answered before the call; another id than the conversation's was all there was by then.
        "X-Switchboard-Call": ["variable_name": "switchboard_call"],
    ]

    /// A property needs a description: without one, the platform does not ask the model for it.
    private func elevenLabsProperty(_ parameter: Parameter) -> JSONValue {
        var property = property(parameter)
        let description = property["description"] ?? .string(parameter.spokenName)
        property["description"] = description
        if var items = property["items"]?.object {
            items["description"] = description
            property["items"] = .object(items)
        }
        return .object(property)
    }
}
