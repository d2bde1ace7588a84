import Actions
import Agents
import Calls
import Foundation
import JSON
import Platforms
import Workspace

/// What is known of a conversation from its platform. None of it comes from a language model.
struct PlatformCall: Sendable {
    /// The platform's own id of it.
    var id: String?
    var callerPhone: String?
    /// How often the caller has spoken; nil where it can't be read of what the platform has sent.
    var callerTurns: Int?
    /// Whether a yes counts only when the caller is known to have spoken since the question: false only for senders that
    /// answer for that themselves.
    var reportsTurns = true
    /// The call that was opened for it before the platform had an id.
    var callID: String?
}

/// The calls of voice platforms: opened by what a platform knows a conversation by, and used through the gate.
struct VoiceCalls: Sendable {
    let calls: CallDirectory
    /// How long a platform waits for an answer, and how long the use itself may go on.
    let patience: Duration
    let longestUse: Duration
    private let late = LateAnswers()

    init(calls: CallDirectory, patience: Duration, longestUse: Duration) {
        self.calls = calls
        self.patience = patience
        self.longestUse = longestUse
    }

    // MARK: Calls

    /// The call of a conversation, opened when it is new. The actions at the start of a call have run.
    func call(
        of conversation: PlatformCall,
        with agent: Agent,
        on channel: Channel
    ) async throws(StoreError) -> Call {
        let call = try await opened(conversation, with: agent, on: channel)
        if await call.invocations.isEmpty { await call.open() }
        if conversation.reportsTurns { await call.callerSpoke(atLeast: conversation.callerTurns ?? 0) }
        return call
    }

    private func opened(
        _ conversation: PlatformCall,
        with agent: Agent,
        on channel: Channel
    ) async throws(StoreError) -> Call {
        if let call = try await known(conversation, of: agent) { return call }
        return try await calls.open(
            agent,
            callerPhone: conversation.callerPhone.flatMap { $0.isEmpty ? nil : String($0.prefix(50)) },
            channel: channel.rawValue,
            reportsTurns: conversation.reportsTurns,
            externalID: conversation.id
        )
    }

    /// The call of a conversation; nil when it has none yet.
    private func known(_ conversation: PlatformCall, of agent: Agent) async throws(StoreError) -> Call? {
        if let id = conversation.callID, id.hasPrefix("call_"), let call = try await calls.call(id, for: agent),
            call.callerPhone == conversation.callerPhone
        {
            return call
        }
        guard let id = conversation.id else { return nil }
        return try await calls.call(externalID: id, for: agent)
    }

    /// Ends the call of a conversation, if it has one.
    ///
    /// - Parameter summary: What the platform says of the conversation: what its agent would have left with `end_call`.
    func end(_ conversation: PlatformCall, of agent: Agent, summary: String? = nil) async throws(StoreError) {
        guard let call = try await known(conversation, of: agent) else { return }
        let name = BuiltInTool.endCall.rawValue
        if let summary, !summary.isEmpty, !(await call.invocations.contains { $0.action == name }) {
            let arguments: JSONObject = ["summary": .string(String(summary.prefix(Self.longestSummary)))]
            _ = await call.note(name, arguments, Outcome(.completed, say: "The call has ended."))
        }
        await call.end()
    }

    /// In characters.
    private static let longestSummary = 2000

    // MARK: Tools

    /// What a use of a tool comes to. It never fails, and it is there in time.
    ///
    /// - Parameters:
    ///   - arguments: As the model sent them; nil when they can't be read.
    ///   - requestID: The platform's id of the use.
    ///   - start: When the platform began to wait.
    func outcome(
        of tool: String,
        _ arguments: JSONObject?,
        in conversation: PlatformCall,
        with agent: Agent,
        on channel: Channel,
        requestID: String? = nil,
        since start: ContinuousClock.Instant = .now
    ) async -> Outcome {
        guard let arguments = arguments.map(Fence.meant) else {
            return Outcome(.invalid, say: "The arguments have to be a JSON object.")
        }
        guard conversation.id.map({ (1...200).contains($0.utf8.count) }) ?? (conversation.callID != nil) else {
            return Outcome(.invalid, say: "It is not known which call this belongs to.")
        }
        let call: Call
        do throws(StoreError) {
            call = try await self.call(of: conversation, with: agent, on: channel)
        } catch {
            return Outcome(.unavailable, say: "I can't reach our records right now.")
        }
        let toolbox = call.toolbox(patience: longestUse)
        let outcome = await late.outcome(
            of: LateAnswers.Use(callID: call.id, tool: tool, arguments: arguments),
            requestID: requestID,
            within: max(.zero, patience - start.duration(to: .now))
        ) {
            let outcome = await toolbox.use(tool, arguments).outcome
            // Where no answer can be heard no question should be put either.
            let needsAnswer = outcome.waitsForCaller || outcome.status == .confirmationRequired
            return conversation.isUnreadable && needsAnswer ? .unheard(on: channel) : outcome
        }
        return outcome ?? .late(tool, mayWrite: agent.mayWrite(by: tool, arguments))
    }

    // MARK: Before the first word

    /// What an agent on a platform should know of a call as it begins, by the names that exported prompts use.
    func variables(of call: Call) async -> JSONObject {
        let briefing = await call.toolbox().briefing()
        return [
            "switchboard_context": .string(SystemPrompt.situation(briefing)),
            "switchboard_call": .string(call.id),
            // It is put into sentences, such as a greeting.
            "caller_name": .string(SpokenText.cleaned(Fence.unmarked(briefing.callerName ?? ""), limit: 120)),
        ]
    }
}

extension PlatformCall {
    /// Whether nothing that came tells how often the caller has spoken.
    fileprivate var isUnreadable: Bool { reportsTurns && callerTurns == nil }
}

extension Outcome {
    /// The outcome of a yes where nothing shows that the caller has given it.
    fileprivate static func unheard(on channel: Channel) -> Outcome {
        Outcome(
            .refused,
            say: "I can't make that change on this line.",
            notes: [
                "\(channel.rawValue) sent no conversation in which the caller's words could be counted, so no yes of theirs "
                    + "is known. What it has to send is in Switchboard's guide to voice platforms. Asking the caller again "
                    + "does not help."
            ]
        )
    }

    /// The outcome of what is not there yet.
    fileprivate static func late(_ tool: String, mayWrite: Bool) -> Outcome {
        Outcome(
            mayWrite ? .uncertain : .unavailable,
            say: mayWrite ? "I'm still working on that; it takes a little longer." : "I'm still looking that up.",
            written: mayWrite ? .perhaps : .no,
            notes: ["In a few seconds, use \(tool) again with the same arguments: it then tells how this ended."]
        )
    }
}

extension Agent {
    /// Whether a use of a tool can change something in the CRM. What asks first changes nothing by itself.
    fileprivate func mayWrite(by tool: String, _ arguments: JSONObject) -> Bool {
        switch tool {
        case BuiltInTool.confirm.rawValue: return true
        case LeanTool.runAction.rawValue:
            return arguments["action"]?.string.map { mayWrite(by: $0, [:]) } ?? false
        default:
            guard let action = enabledAction(tool)?.action else { return false }
            return action.isWrite && !action.asksForConfirmation
        }
    }
}
