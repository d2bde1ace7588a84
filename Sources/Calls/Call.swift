package import Actions
package import Foundation
package import JSON
import Platforms
import Synchronization
package import Workspace

/// One conversation on the phone: who speaks, what was found and what was done.
///
/// Every use of an action goes through ``invoke(_:_:within:)`` or ``confirm(_:by:isAnswer:within:)``, whatever door it came in by.
package actor Call {
    /// How long an invocation may take, unless the door says otherwise.
    package static let patience: Duration = .milliseconds(4500)
    /// How long the actions at the start of a call may take: the caller hears ringing meanwhile.
    package static let openingPatience: Duration = .milliseconds(1500)

    /// The name agents use to confirm.
    package static let confirmAction = "confirm"

    package nonisolated let id: String
    /// The caller's number as the telephone network gave it; nil when withheld.
    package nonisolated let callerPhone: String?
    package nonisolated let services: CallServices
    private let currentAgent: Mutex<Agent>

    /// Everything that changes, except what is under way. It changes only through ``change(_:)``.
    package internal(set) var state: CallState
    /// The writes under way, by fingerprint.
    var writesUnderWay: [String: Task<InvocationRun.Report, Never>] = [:]
    /// What is being done after a yes, by the confirmation's id.
    var confirmationsUnderWay: [String: Task<InvocationRun.Report, Never>] = [:]
    /// The end of what checks who is calling, or sends a code for it.
    var verificationUnderWay: Task<Void, Never>?
    /// How the state is kept; nil where nothing outlives the process.
    var record: CallRecord?
    /// The saving under way.
    var saving: Task<Bool, Never>?

    /// Who speaks, as set up now: what an agent may do can change while it is on the phone.
    package nonisolated var agent: Agent { currentAgent.withLock { $0 } }
    nonisolated var clock: @Sendable () -> Date { services.clock }
    nonisolated var verification: CallerVerification { services.verification }
    /// The way to the org where callers are looked up: the one of the agent's first action.
    package nonisolated var send: RequestSender { services.sender(to: agent.actions.first?.connectionID) }
    package var invocations: [Invocation] { state.invocations }
    package var isOpen: Bool { state.isOpen }
    package var assurance: Assurance { state.assurance }
    package var caller: Caller? { state.caller }

    /// - Parameters:
    ///   - reportsTurns: Whether the door calls ``callerSpoke()``. Where it does, a confirmation needs the caller to have
    ///     spoken since the question, so that a model can't confirm to itself.
    ///   - clock: The time; given so that tests can set it.
    ///   - verification: What it needs to find out who is calling.
    ///   - send: How requests reach the org.
    package init(
        id: String = UUID().uuidString.lowercased(),
        agent: Agent,
        callerPhone: String?,
        reportsTurns: Bool,
        clock: @escaping @Sendable () -> Date = { Date() },
        verification: CallerVerification = CallerVerification(),
        send: @escaping RequestSender
    ) {
        self.init(
            id: id,
            agent: agent,
            callerPhone: callerPhone,
            state: CallState(reportsTurns: reportsTurns),
            services: CallServices(
                send: { request, _, deadline throws(CRMError) in try await send(request, deadline) },
                verification: verification,
                clock: clock
            ),
            record: nil
        )
    }

    /// A call that a directory keeps.
    init(
        id: String,
        agent: Agent,
        callerPhone: String?,
        state: CallState,
        services: CallServices,
        record: CallRecord?
    ) {
        self.id = id
        self.callerPhone = callerPhone
        self.services = services
        self.state = state
        self.record = record
        currentAgent = Mutex(agent)
    }

    /// Goes on with the agent as it is set up now.
    nonisolated func use(_ agent: Agent) { currentAgent.withLock { $0 = agent } }

    /// Notes that the caller has said something.
    package func callerSpoke() async {
        await refresh()
        change { $0.turn = $0.turn.map { $0 + 1 } }
        await save()
    }

    /// Uses an action.
    @discardableResult
    package func invoke(
        _ action: String,
        _ arguments: JSONObject,
        within patience: Duration = Call.patience
    ) async -> Invocation {
        await recorded(action, arguments, within: patience) { deadline in
            await self.pass(action, arguments, until: deadline)
        }
    }

    /// Runs what was kept back under a confirmation, after the caller's yes.
    ///
    /// - Parameters:
    ///   - agent: Who confirms: only the agent that asked can.
    ///   - isAnswer: Whether the door has put this question to the caller itself, and this is what they answered.
    @discardableResult
    package func confirm(
        _ confirmationID: String,
        by agent: Agent.ID,
        isAnswer: Bool = false,
        within patience: Duration = Call.patience
    ) async -> Invocation {
        await recorded(Self.confirmAction, ["confirmation_id": .string(confirmationID)], within: patience) { deadline in
            await self.passConfirmed(confirmationID, by: agent, isAnswer: isAnswer, until: deadline)
        }
    }

    /// Writes down what an agent has done in the call without the CRM.
    package func note(_ action: String, _ arguments: JSONObject, _ outcome: Outcome) async -> Invocation {
        await recorded(action, arguments, within: Call.patience) { _ in
            InvocationRun.Report(outcome: outcome, requests: [])
        }
    }

    /// Ends the call: nothing more can be done in it.
    ///
    /// - Parameter actor: Who ends it; nil for its agent.
    package func end(by actor: String? = nil) async {
        await refresh()
        guard state.isOpen else { return }
        change { state in
            state.isOpen = false
            state.confirmations.voidPending()
        }
        await save()
        let agentID = agent.id
        await services.audit?.note(
            AuditEntry(.callEnded, at: clock(), by: actor ?? agentID, agentID: agentID, callID: id)
        )
    }

    /// Changes the state. The change is told as a difference, so that it can be made again on what someone else has
    /// changed meanwhile: it must not carry over values that were read outside.
    func change(_ difference: @escaping @Sendable (inout CallState) -> Void) {
        difference(&state)
        record?.unsaved.append(difference)
    }

    func recorded(
        _ action: String,
        _ arguments: JSONObject,
        within patience: Duration,
        _ body: (ContinuousClock.Instant) async -> InvocationRun.Report
    ) async -> Invocation {
        let startedAt = clock()
        let start = ContinuousClock.now
        await refresh()
        let report = await body(start.advanced(by: patience))
        var invocation = Invocation(
            number: state.invocations.count + 1,
            action: action,
            arguments: arguments,
            requests: report.requests,
            outcome: report.outcome,
            startedAt: startedAt,
            duration: start.duration(to: .now)
        )
        change { [invocation] state in
            var invocation = invocation
            invocation.number = state.invocations.count + 1
            state.invocations.append(invocation)
        }
        invocation.number = state.invocations.count
        await save()
        await services.audit?.note(auditEntry(of: invocation, report))
        CallMetrics.count(report.action ?? action, invocation)
        return invocation
    }
}
