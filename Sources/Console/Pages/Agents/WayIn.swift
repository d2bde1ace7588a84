import Workspace

/// One way to connect whatever runs an agent, ready to copy.
struct WayIn: Sendable {
    /// What a platform proves its requests with.
    struct Proof: Sendable {
        let channel: Channel
        /// Where it comes from, in a sentence.
        let hint: String
    }

    /// Something to copy.
    struct Snippet: Sendable {
        let id: String
        let caption: String
        let text: String
    }

    let name: String
    let explanation: String
    /// Nil where the agent's token is proof enough.
    var proof: Proof?
    /// Where the platform's whole configuration is; nil where there is none.
    var exportPath: String?
    let snippets: [Snippet]

    /// Every way there is.
    ///
    /// - Parameters:
    ///   - origin: How the server is reached: `https://switchboard.example`.
    ///   - token: The agent's token, or what stands for it.
    static func all(origin: String, agentID: String, token: String) -> [WayIn] {
        [
            modelContextProtocol(origin, token), vapi(origin, agentID), retell(origin, agentID),
            elevenLabs(origin, agentID), twilio(origin, agentID), liveKit(origin, token), pipecat(origin, token),
            tools("OpenAI", "openai", origin, agentID, token), tools("Anthropic", "anthropic", origin, agentID, token),
            program(origin, token),
        ]
    }

    private static func modelContextProtocol(_ origin: String, _ token: String) -> WayIn {
        WayIn(
            name: "MCP clients",
            explanation:
                "Any client of the Model Context Protocol. Whatever runs the agent says in headers which call it is "
                + "and who is calling; the model never does.",
            snippets: [
                Snippet(
                    id: "mcp-http",
                    caption: "A client that speaks HTTP",
                    text: """
                        {
                          "mcpServers": {
                            "switchboard": {
                              "type": "http",
                              "url": "\(origin)/mcp",
                              "headers": {
                                "Authorization": "Bearer \(token)"
                              }
                            }
                          }
                        }
                        """
                ),
                Snippet(
                    id: "mcp-stdio",
                    caption: "A client that starts its servers itself",
                    text: """
                        {
                          "mcpServers": {
                            "switchboard": {
                              "command": "switchboard",
                              "args": ["mcp", "--url", "\(origin)"],
                              "env": {
                                "SWITCHBOARD_AGENT_TOKEN": "\(token)"
                              }
                            }
                          }
                        }
                        """
                ),
            ]
        )
    }

    private static func liveKit(_ origin: String, _ token: String) -> WayIn {
        WayIn(
            name: "LiveKit",
            explanation:
                "An agent of LiveKit Agents takes the tools over MCP. The caller's number and the call come from "
                + "the SIP participant.",
            snippets: [
                Snippet(
                    id: "livekit",
                    caption: "In the agent",
                    text: """
                        from livekit.agents import AgentSession, mcp

                        session = AgentSession(
                            mcp_servers=[
                                mcp.MCPServerHTTP(
                                    "\(origin)/mcp",
                                    headers={
                                        "Authorization": "Bearer \(token)",
                                        "X-Call-Id": participant.attributes["sip.callID"],
                                        "X-Caller-Phone": participant.attributes["sip.phoneNumber"],
                                    },
                                )
                            ],
                            # stt, llm and tts as you have them
                        )
                        """
                )
            ]
        )
    }

    private static func pipecat(_ origin: String, _ token: String) -> WayIn {
        WayIn(
            name: "Pipecat",
            explanation: "A bot of Pipecat takes the tools over MCP. The caller's number and the call come from the "
                + "transport.",
            snippets: [
                Snippet(
                    id: "pipecat",
                    caption: "In the bot",
                    text: """
                        from mcp.client.session_group import StreamableHttpParameters
                        from pipecat.services.mcp_service import MCPClient

                        switchboard = MCPClient(
                            server_params=StreamableHttpParameters(
                                url="\(origin)/mcp",
                                headers={
                                    "Authorization": "Bearer \(token)",
                                    "X-Call-Id": call_id,
                                    "X-Caller-Phone": caller_phone,
                                },
                            )
                        )
                        context = LLMContext(messages, tools=await switchboard.tools())
                        """
                )
            ]
        )
    }

    private static func tools(
        _ name: String,
        _ dialect: String,
        _ origin: String,
        _ agentID: String,
        _ token: String
    ) -> WayIn {
        WayIn(
            name: name,
            explanation:
                "Your own loop around \(name)'s API: give the model these tools, send each use it makes of one to "
                + "the call, and give it the answer as the tool's result.",
            snippets: [
                Snippet(
                    id: "\(dialect)-tools",
                    caption: "The tools, as \(name)'s API takes them",
                    text: """
                        curl "\(origin)/v1/agents/\(agentID)/tools?dialect=\(dialect)" \\
                          --oauth2-bearer \(token)
                        """
                )
            ]
        )
    }

    private static func program(_ origin: String, _ token: String) -> WayIn {
        WayIn(
            name: "Any program",
            explanation:
                "The HTTP API takes a call in four requests. Whatever an answer says, its sentence to say can be "
                + "spoken as it is.",
            snippets: [
                Snippet(
                    id: "program-open",
                    caption: "Open a call, with the caller's number as the network gave it",
                    text: """
                        curl \(origin)/v1/calls --oauth2-bearer \(token) \\
                          --json '{"caller_phone": "+15552345678", "reports_turns": true}'
                        """
                ),
                Snippet(
                    id: "program-invoke",
                    caption: "Use an action",
                    text: """
                        curl \(origin)/v1/calls/CALL_ID/invocations --oauth2-bearer \(token) \\
                          --json '{"action": "search_contact", "arguments": {"search_term": "Sarah"}}'
                        """
                ),
                Snippet(
                    id: "program-turn",
                    caption: "Report that the caller has spoken, and confirm what was kept back",
                    text: """
                        curl -X POST \(origin)/v1/calls/CALL_ID/turns --oauth2-bearer \(token)
                        curl -X POST \(origin)/v1/calls/CALL_ID/confirmations/CONFIRMATION_ID --oauth2-bearer \(token)
                        """
                ),
                Snippet(
                    id: "program-end",
                    caption: "End the call",
                    text: "curl -X POST \(origin)/v1/calls/CALL_ID/end --oauth2-bearer \(token)"
                ),
            ]
        )
    }
}
