package import Actions
package import Calls
import Foundation
package import JSON
import Workspace

/// The tools of a call that is kept in this process.
package struct CallToolbox: Toolbox {
    package let call: Call
    private let patience: Duration
    private let ending: @Sendable () async -> Void

    /// - Parameters:
    ///   - patience: How long one use may take.
    ///   - ending: What ends the call; nil when nobody else keeps account of it.
    package init(
        _ call: Call,
        patience: Duration = Call.patience,
        ending: (@Sendable () async -> Void)? = nil
    ) {
        self.call = call
        self.patience = patience
        self.ending = ending ?? { await call.end() }
    }

    package func briefing() async -> Briefing {
        let agent = call.agent
        let opening = Set(agent.actions.filter(\.action.runsAtCallStart).map(\.action.name))
        let state = await call.state
        return Briefing(
            agent: agent.name,
            instructions: agent.instructions,
            now: Date(),
            timeZone: agent.timeZone,
            isReadOnly: agent.isReadOnly,
            callerNumberIsKnown: call.callerPhone != nil,
            assurance: state.assurance,
            callerName: state.caller?.name,
            findings: state.invocations.filter { opening.contains($0.action) }.map {
                Briefing.Finding(action: $0.action, outcome: $0.outcome.json)
            }
        )
    }

    package func tools() async -> [ToolSchema] { call.agent.allTools }

    package func callerSpoke() async { await call.callerSpoke() }

    package func use(_ tool: String, _ arguments: JSONObject) async -> Invocation {
        switch BuiltInTool(rawValue: tool) {
        case nil: return await call.invoke(tool, arguments, within: patience)
        case .confirm:
            let id = arguments["confirmation_id"]?.string ?? ""
            return await call.confirm(id, by: call.agent.id, within: patience)
        case .verifyCaller: return await verify(arguments)
        case .sendCode: return await call.sendCode(within: patience)
        case .endCall:
            // What the agent leaves to be known is part of the call's record.
            let invocation = await call.note(tool, arguments, Outcome(.completed, say: "The call ends now."))
            await end()
            return invocation
        }
    }

    /// Models send every member of a schema, and leave empty what they have not been told.
    private func verify(_ arguments: JSONObject) async -> Invocation {
        var facts = JSONObject()
        // More than there can be facts: looking through very many would keep everybody waiting.
        for argument in arguments.prefix(100) where !argument.value.isNull && argument.value != "" {
            facts[argument.key] = argument.value
        }
        guard let code = facts["code"], call.agent.verification.allowsCode else {
            return await call.verify(facts, within: patience)
        }
        return await call.verify(code: code.string ?? code.serializedText(), within: patience)
    }

    package func keep(_ transcript: Transcript) async {
        await call.keep(
            said: transcript.redacted.entries.compactMap { entry -> (speaker: Utterance.Speaker, text: String)? in
                switch entry {
                case .caller(let text): (.caller, text)
                case .agent(let text, _): text.isEmpty ? nil : (.agent, text)
                case .outcome: nil
                }
            }
        )
    }

    package func end() async { await ending() }
}
