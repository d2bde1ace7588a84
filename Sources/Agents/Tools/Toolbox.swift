package import Actions
package import Calls
package import JSON

/// What an agent can do in one call, wherever the call is kept.
package protocol Toolbox: Sendable {
    /// What the model should know before it speaks, as things stand now.
    func briefing() async -> Briefing
    /// The tools, in the order a model is shown them.
    func tools() async -> [ToolSchema]
    /// Notes that the caller has said something.
    func callerSpoke() async
    /// Uses a tool. It never fails: what went wrong is the outcome.
    func use(_ tool: String, _ arguments: JSONObject) async -> Invocation
    /// Keeps what was said, as far as it may be kept, where calls are kept.
    func keep(_ transcript: Transcript) async
    /// Ends the call: nothing more can be done in it.
    func end() async
}
