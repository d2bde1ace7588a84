import Actions
import Agents
import Foundation
import JSON
package import Workspace

/// An agent as a voice platform or a framework is told about it.
///
/// It holds no secret: where one belongs, it says so.
package struct AgentExport: Sendable {
    package enum Platform: String, Sendable, CaseIterable {
        case vapi, retell
        case elevenLabs = "elevenlabs"
        case liveKit = "livekit"
        case pipecat

        package var contentType: String {
            switch self {
            case .vapi, .retell, .elevenLabs: "application/json"
            case .liveKit, .pipecat: "text/x-python"
            }
        }
    }

    let agent: Agent
    let endpoint: ToolEndpoint

    /// - Parameter origin: How the platform reaches the server: `https://switchboard.example`.
    package init(_ agent: Agent, origin: String) {
        self.agent = agent
        endpoint = ToolEndpoint(origin: origin, agentID: agent.id)
    }

    /// The configuration as a text, ready to be saved.
    package func text(for platform: Platform) -> String {
        switch platform {
        case .vapi: vapi(withServer: true).prettyPrinted() + "\n"
        case .retell: retell.prettyPrinted() + "\n"
        case .elevenLabs: elevenLabs.prettyPrinted() + "\n"
        case .liveKit: program(ExportedPrograms.liveKit)
        case .pipecat: program(ExportedPrograms.pipecat)
        }
    }

    /// What the language model is told. The platform puts in what is known of the call.
    ///
    /// - Parameter ending: The platform's own tool to end a call with, where the export has one.
    func prompt(ending: String? = nil) -> String {
        let briefing = Briefing(
            agent: agent.name,
            instructions: agent.instructions,
            now: Date(),
            timeZone: agent.timeZone
        )
        // None of the exports has our own tool to end a call with.
        let tools = agent.tools(for: .vapi).map(\.name) + [ending].compactMap(\.self)
        return SystemPrompt(briefing, tools: tools, carrier: .others).standing + "\n\n{{switchboard_context}}"
    }

    static let model = "gpt-4.1"
    /// Stands where a secret belongs that only the user has.
    static let secretPlaceholder = "CHANNEL_SECRET"

    func tools(_ dialect: ToolDialect) -> [JSONValue] {
        ToolSchema.list(agent.tools(for: dialect), dialect, at: endpoint).array ?? []
    }

    /// A program for a framework, with the agent's own values put into it.
    private func program(_ template: String) -> String {
        let tools = JSONValue.array(
            agent.tools(for: .vapi).map { $0.json(.openAI)["function"] ?? .null }
        )
        let values = [
            ("AGENT_NAME", JSONValue.string(agent.name)), ("ENDPOINT", .string(endpoint.url(of: "generic"))),
            ("PROMPT", .string(prompt())), ("TOOLS", .string(tools.serializedText())),
        ]
        // A JSON text is a Python literal too, and can't end before it should.
        return values.reduce(template) { text, value in
            text.replacing("__\(value.0)__", with: value.1.serializedText())
        }
    }
}
