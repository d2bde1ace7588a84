import Actions
import Agents
import JSON
import Workspace

extension AgentExport {
    /// The body of `POST https://api.vapi.ai/assistant`, and the assistant of an answer to an assistant-request.
    ///
    /// - Parameter withServer: Whether it says where tools are posted. The answer to a request of a phone number's server
    ///   leaves it out: tools then go to that server, with the proof that is set there.
    func vapi(withServer: Bool) -> JSONValue {
        var assistant: JSONObject = [
            "name": .string(String(agent.name.prefix(40))),
            "firstMessageMode": "assistant-speaks-first-with-model-generated-message",
            "model": [
                "provider": "openai", "model": .string(Self.model), "maxTokens": 500,
                "messages": [["role": "system", "content": .string(prompt(ending: SystemPrompt.platformEnding))]],
                "tools": .array(tools(.vapi) + [["type": "endCall"]]),
            ],
            "serverMessages": ["tool-calls", "status-update", "end-of-call-report"],
        ]
        if withServer {
            assistant["server"] = [
                "url": .string(endpoint.url(of: "vapi")),
                "timeoutSeconds": .number(JSONNumber(ToolSchema.platformPatience)),
                "headers": ["X-Vapi-Secret": .string(Self.secretPlaceholder)],
            ]
        }
        return .object(assistant)
    }

    /// The bodies of `create-retell-llm`, `create-agent` and `update-phone-number`, in this order.
    var retell: JSONValue {
        [
            "retell_llm": [
                "model": .string(Self.model), "start_speaker": "agent",
                "general_prompt": .string(prompt(ending: "end_call")),
                "general_tools": .array(
                    tools(.retell) + [
                        [
                            "type": "end_call", "name": "end_call",
                            "description": "End the call after goodbye.",
                        ]
                    ]
                ),
                "default_dynamic_variables": .object(Self.emptyVariables),
            ],
            "agent": [
                "agent_name": .string(agent.name), "voice_id": "VOICE_ID",
                "response_engine": ["type": "retell-llm", "llm_id": "LLM_ID"],
                "webhook_url": .string(endpoint.url(of: "retell")), "webhook_events": ["call_ended", "call_analyzed"],
            ],
            "phone_number": ["inbound_webhook_url": .string(endpoint.url(of: "retell"))],
        ]
    }

    /// The bodies of `POST https://api.elevenlabs.io/v1/convai/tools`, one for each tool, and of `/v1/convai/agents/create`,
    /// where the ids of the tools go: an agent no longer takes the tools themselves.
    var elevenLabs: JSONValue {
        [
            "tools": .array(tools(.elevenLabs).map { ["tool_config": $0] }),
            "agent": [
                "name": .string(agent.name),
                "conversation_config": [
                    "agent": [
                        // The platform has no greeting made by the model.
                        "first_message": "Hello, how can I help you?",
                        "prompt": [
                            "prompt": .string(prompt(ending: "end_call")), "llm": .string(Self.model), "tool_ids": [],
                            "built_in_tools": ["end_call": Self.elevenLabsEndCall],
                        ],
                        "dynamic_variables": ["dynamic_variable_placeholders": .object(Self.emptyVariables)],
                    ]
                ],
                "platform_settings": [
                    "overrides": ["enable_conversation_initiation_client_data_from_webhook": true],
                    "workspace_overrides": [
                        "conversation_initiation_client_data_webhook": [
                            "url": .string("\(endpoint.url(of: "elevenlabs"))/start"),
                            "request_headers": ["Authorization": ToolSchema.elevenLabsSecret],
                        ]
                    ],
                ],
            ],
        ]
    }

    private static let elevenLabsEndCall: JSONValue = [
        "name": "end_call", "description": "", "params": ["system_tool_type": "end_call"],
    ]

    /// The variables that a prompt names, for calls that nobody has asked us about.
    private static let emptyVariables: JSONObject = [
        "switchboard_context": "", "switchboard_call": "none", "caller_name": "",
    ]
}
