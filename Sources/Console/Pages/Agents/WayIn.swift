/// One way to connect whatever runs an agent, ready to copy.
struct WayIn: Sendable {
    /// Something to copy.
    struct Snippet: Sendable {
        let id: String
        let caption: String
        let text: String
    }

    let name: String
    let explanation: String
    let snippets: [Snippet]

    /// Every way there is.
    ///
    /// - Parameters:
    ///   - origin: How the server is reached: `https://switchboard.example`.
    ///   - token: The agent's token, or what stands for it.
    static func all(origin: String, agentID: String, token: String) -> [WayIn] {
        [tools("OpenAI", "openai", origin, agentID, token), tools("Anthropic", "anthropic", origin, agentID, token)]
            + [program(origin, token)]
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
