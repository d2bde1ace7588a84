package import Actions
package import Agents
package import Calls
package import JSON
package import Workspace

/// The tools of a call that a directory keeps, for a conversation that lasts: the call may go to sleep while nobody
/// speaks, and its agent may be set up anew meanwhile.
package struct KeptCallToolbox: Toolbox {
    private let calls: CallDirectory
    private let call: Call
    private let agent: @Sendable () async -> Agent?

    /// - Parameters:
    ///   - call: The call as it was when the conversation began.
    ///   - agent: The agent as it is set up now; nil when it can't be read.
    package init(calls: CallDirectory, call: Call, agent: @escaping @Sendable () async -> Agent?) {
        self.calls = calls
        self.call = call
        self.agent = agent
    }

    private func awake() async -> any Toolbox {
        let agent = await agent() ?? call.agent
        return ((try? await calls.call(call.id, for: agent)) ?? call).toolbox()
    }

    package func briefing() async -> Briefing { await awake().briefing() }
    package func tools() async -> [ToolSchema] { await awake().tools() }
    package func callerSpoke() async { await awake().callerSpoke() }
    package func use(_ tool: String, _ arguments: JSONObject) async -> Invocation {
        await awake().use(tool, arguments)
    }
    package func keep(_ transcript: Transcript) async { await awake().keep(transcript) }
    package func end() async { await awake().end() }
}
