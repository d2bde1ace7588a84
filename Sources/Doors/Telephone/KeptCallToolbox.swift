import Actions
import Agents
import Calls
import JSON
import Workspace

/// The tools of a call that a directory keeps, for a conversation that lasts: the call may go to sleep while nobody
/// speaks, and its agent may be set up anew meanwhile.
struct KeptCallToolbox: Toolbox {
    let calls: CallDirectory
    /// The call as it was when the conversation began.
    let call: Call
    /// The agent as it is set up now; nil when it can't be read.
    let agent: @Sendable () async -> Agent?

    private func awake() async -> any Toolbox {
        let agent = await agent() ?? call.agent
        return ((try? await calls.call(call.id, for: agent)) ?? call).toolbox()
    }

    func briefing() async -> Briefing { await awake().briefing() }
    func tools() async -> [ToolSchema] { await awake().tools() }
    func callerSpoke() async { await awake().callerSpoke() }
    func use(_ tool: String, _ arguments: JSONObject) async -> Invocation { await awake().use(tool, arguments) }
    func end() async { await awake().end() }
}
