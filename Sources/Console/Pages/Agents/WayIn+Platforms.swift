import Workspace

/// The platforms that call an agent's tools over the network, and prove with a secret that they are who they say.
extension WayIn {
    static func vapi(_ origin: String, _ agentID: String) -> WayIn {
        WayIn(
            name: "Vapi",
            explanation: "Set the secret, put the same one in place of CHANNEL_SECRET in the export, and make the "
                + "assistant with it.",
            proof: Proof(channel: .vapi, hint: "One you make up, of 16 characters or more."),
            exportPath: export("vapi", agentID),
            snippets: [
                Snippet(
                    id: "vapi-make",
                    caption: "Make the assistant",
                    text: """
                        curl https://api.vapi.ai/assistant -H "Authorization: Bearer $VAPI_KEY" --json @vapi.json
                        """
                ),
                Snippet(
                    id: "vapi-greet",
                    caption: "The phone number's server URL, to greet callers by name",
                    text: "\(origin)/voice/vapi/\(agentID)?assistant=ASSISTANT_ID"
                ),
            ]
        )
    }

    static func retell(_ origin: String, _ agentID: String) -> WayIn {
        WayIn(
            name: "Retell",
            explanation: "The export has three parts, to be posted in this order, the id of each put into the next.",
            proof: Proof(channel: .retell, hint: "Your Retell API key, which Retell signs with."),
            exportPath: export("retell", agentID),
            snippets: [
                Snippet(
                    id: "retell-make",
                    caption: "Where the parts go",
                    text: """
                        retell_llm    POST  https://api.retellai.com/create-retell-llm
                        agent         POST  https://api.retellai.com/create-agent
                        phone_number  PATCH https://api.retellai.com/update-phone-number/NUMBER
                        """
                )
            ]
        )
    }

    static func elevenLabs(_ origin: String, _ agentID: String) -> WayIn {
        WayIn(
            name: "ElevenLabs",
            explanation:
                "Keep the secret in the workspace's secrets as `Bearer …`, and put its id in place of SECRET_ID "
                + "in the export.",
            proof: Proof(channel: .elevenLabs, hint: "One you make up, or that of your post-call webhook."),
            exportPath: export("elevenlabs", agentID),
            snippets: [
                Snippet(
                    id: "elevenlabs-make",
                    caption: "Make the tools, and the agent with their ids",
                    text: """
                        api() { curl -s https://api.elevenlabs.io/v1/convai/$1 -H "xi-api-key: $KEY" --json @-; }
                        ids=$(jq -c '.tools[]' elevenlabs.json |
                          while read -r tool; do api tools <<< "$tool" | jq .id; done | jq -s .)
                        jq ".agent.conversation_config.agent.prompt.tool_ids = $ids | .agent" elevenlabs.json |
                          api agents/create
                        """
                ),
                Snippet(
                    id: "elevenlabs-end",
                    caption: "The post-call webhook, for calls to end on time",
                    text: "\(origin)/voice/elevenlabs/\(agentID)/events"
                ),
            ]
        )
    }

    static func twilio(_ origin: String, _ agentID: String) -> WayIn {
        WayIn(
            name: "Twilio",
            explanation:
                "Callers of a Twilio number talk with the agent, which this server runs over ConversationRelay. "
                + "The server needs a model for it.",
            proof: Proof(channel: .twilio, hint: "Your Twilio account's auth token, which Twilio signs with."),
            snippets: [
                Snippet(
                    id: "twilio-number",
                    caption: "The number's webhook for calls that come in, by HTTP POST",
                    text: "\(origin)/twilio/\(agentID)/call"
                )
            ]
        )
    }

    private static func export(_ platform: String, _ agentID: String) -> String {
        "/v1/agents/\(agentID)/export?platform=\(platform)"
    }
}
