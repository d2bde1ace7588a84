import Actions
import Foundation
import JSON
import Platforms
import Workspace

/// The gate: the one way from an agent to the CRM, in one order. The first step that fails ends the invocation.
extension Call {
    /// Why an invocation goes no further. The outcome says it.
    private struct Stop: Error {
        let outcome: Outcome

        init(_ outcome: Outcome) { self.outcome = outcome }
        init(_ status: Outcome.Status, _ say: String) { outcome = Outcome(status, say: say) }
    }

    func pass(
        _ name: String,
        _ arguments: JSONObject,
        until deadline: ContinuousClock.Instant
    ) async -> InvocationRun.Report {
        do throws(Stop) {
            let enabled = try enabledAction(name)
            let invocation = try prepared(enabled, arguments)
            try checkIdentity(enabled)
            let limits = try await limits(for: enabled, until: deadline)
            guard enabled.action.isWrite else {
                return await read(invocation, on: enabled.connectionID, within: limits, until: deadline)
            }
            await learnFate(of: invocation.fingerprint)
            if !isKnown(invocation) {
                try await checkLimits(invocation, limits, until: deadline)
                try askForConfirmation(invocation)
            }
            return await writeOnce(invocation, on: enabled.connectionID, within: limits, until: deadline)
        } catch {
            return InvocationRun.Report(outcome: error.outcome, requests: [])
        }
    }

    func passConfirmed(
        _ confirmationID: String,
        by agent: Agent.ID,
        isAnswer: Bool,
        until deadline: ContinuousClock.Instant
    ) async -> InvocationRun.Report {
        do throws(Stop) {
            guard agent == self.agent.id else { throw Stop(.refused, ConfirmationBook.Refusal.unknown.say) }
            // What came of a yes can be asked for after the end too: nothing is done by it.
            if let report = await repeated(confirmationID, until: deadline) { return report }
            guard state.isOpen else { throw Stop(.refused, "This call has ended.") }
            let turn = isAnswer ? nil : state.turn
            let confirmation = try confirmation(confirmationID, turn: turn, isAnswer: isAnswer)
            let others = state.confirmations.open(before: turn, now: clock()).filter { $0.id != confirmationID }
            let task = Task {
                await self.claim(confirmation, turn: turn)
                    ? await self.carryOut(confirmation, until: deadline)
                    : InvocationRun.Report(outcome: self.asking(confirmation, turn: turn), requests: [])
            }
            confirmationsUnderWay[confirmationID] = task
            var report = await task.value
            confirmationsUnderWay[confirmationID] = nil
            if report.outcome.confirmationID == nil {
                report.outcome.notes += others.map { "This still waits for a yes of its own: \($0.say)" }
            }
            return report
        } catch {
            return InvocationRun.Report(outcome: error.outcome, requests: [])
        }
    }

    private func confirmation(_ id: String, turn: Int?, isAnswer: Bool) throws(Stop) -> Confirmation {
        do throws(ConfirmationBook.Refusal) {
            return try state.confirmations.confirmation(id, now: clock(), turn: turn, isAnswer: isAnswer)
        } catch {
            guard case .notAnswered(let confirmation) = error else { throw Stop(.refused, error.say) }
            throw Stop(asking(confirmation, turn: turn))
        }
    }

    /// Takes what the caller said for the answer to one question; false where another node was first to take it for the
    /// answer to another.
    private func claim(_ confirmation: Confirmation, turn: Int?) async -> Bool {
        let now = clock()
        change { $0.confirmations.use(confirmation, now: now, turn: turn) }
        if turn != nil { await save() }
        return state.confirmations.use(of: confirmation.id) != nil
    }

    /// The question once more, because the caller has not answered it yet.
    private func asking(_ confirmation: Confirmation, turn: Int?) -> Outcome {
        let now = clock()
        change { $0.confirmations.putAgain(confirmation.id, now: now, turn: turn ?? 0) }
        return Outcome(
            .confirmationRequired,
            say: confirmation.say,
            confirmationID: confirmation.id,
            notes: ["What the caller said answered another question: each needs a yes of its own. Ask this one now."]
        )
    }

    /// What came of a yes that was given before: the answer to it may have been lost. Nil when it was not given.
    private func repeated(
        _ confirmationID: String,
        until deadline: ContinuousClock.Instant
    ) async -> InvocationRun.Report? {
        var report: InvocationRun.Report
        if let underWay = confirmationsUnderWay[confirmationID] {
            report = .replaying(await underWay.value.outcome)
        } else if let use = state.confirmations.use(of: confirmationID),
            let outcome = await outcome(ofUsed: use, until: deadline)
        {
            report = .replaying(outcome)
        } else {
            return nil
        }
        report.action = state.confirmations.use(of: confirmationID)?.action
        return report
    }

    private func carryOut(
        _ confirmation: Confirmation,
        until deadline: ContinuousClock.Instant
    ) async -> InvocationRun.Report {
        let invocation = confirmation.invocation
        var report: InvocationRun.Report
        do throws(Stop) {
            // What the agent may do can have changed while the caller was thinking.
            let enabled = try enabledAction(invocation.action.name)
            try checkIdentity(enabled)
            let limits = try await limits(for: enabled, until: deadline)
            await learnFate(of: invocation.fingerprint)
            report = await writeOnce(invocation, on: enabled.connectionID, within: limits, until: deadline)
            report.action = enabled.action.name
        } catch {
            report = InvocationRun.Report(outcome: error.outcome, requests: [])
        }
        let write = KnownWrite(
            outcome: report.outcome,
            records: report.writtenRecords,
            journalID: report.entry?.id ?? state.writes[invocation.fingerprint]?.journalID
        )
        change { $0.confirmations.note(write, of: confirmation.id) }
        return report
    }

    // MARK: 1. Enabled

    private func enabledAction(_ name: String) throws(Stop) -> EnabledAction {
        guard state.isOpen else { throw Stop(.refused, "This call has ended.") }
        guard let enabled = agent.enabledAction(name) else { throw Stop(.refused, "I'm not able to do that here.") }
        guard !agent.isReadOnly || !enabled.action.isWrite else {
            throw Stop(.refused, "I can look things up here, but not change them.")
        }
        return enabled
    }

    // MARK: 2. Arguments and 3. Values

    private func prepared(_ enabled: EnabledAction, _ given: JSONObject) throws(Stop) -> PreparedInvocation {
        var context = InvocationPreparation.Context(
            variables: variables,
            results: state.results,
            latestResult: state.latestResult,
            now: clock(),
            timeZone: agent.timeZone
        )
        context.isLimitedToCaller = enabled.isLimitedToCaller
        var preparation = state.preparation
        do throws(InvocationPreparation.Refusal) {
            let invocation = try preparation.prepare(enabled.action, given, in: context)
            if preparation != state.preparation { change { [preparation] in $0.preparation = preparation } }
            return invocation
        } catch {
            throw Stop(error.outcome)
        }
    }

    private var variables: [Variable: String] {
        var variables: [Variable: String] = [.callID: id, .employeeID: agent.id]
        variables[.callerPhone] = callerPhone
        return variables
    }

    // MARK: 4. Identity

    private func checkIdentity(_ enabled: EnabledAction) throws(Stop) {
        guard state.assurance < enabled.requiredAssurance else { return }
        throw Stop(Outcome(.unknownCaller, askingBy: agent.verification))
    }

    private func limits(
        for enabled: EnabledAction,
        until deadline: ContinuousClock.Instant
    ) async throws(Stop) -> RequestLimits {
        do throws(LimitRefusal) {
            return try await limits(of: enabled, until: deadline)
        } catch {
            throw Stop(Outcome(error, askingBy: agent.verification))
        }
    }

    private func checkLimits(
        _ invocation: PreparedInvocation,
        _ limits: RequestLimits,
        until deadline: ContinuousClock.Instant
    ) async throws(Stop) {
        do throws(LimitRefusal) {
            try await check(invocation, within: limits, until: deadline)
        } catch {
            throw Stop(Outcome(error))
        }
    }

    // MARK: 5. Confirmation

    private func askForConfirmation(_ invocation: PreparedInvocation) throws(Stop) {
        guard invocation.action.asksForConfirmation else { return }
        let now = clock()
        let confirmation: Confirmation
        if let same = state.confirmations.confirmation(for: invocation, now: now) {
            confirmation = same
            if state.confirmations.isPassedOver(same, turn: state.turn) {
                change { state in state.confirmations.putAgain(same.id, now: now, turn: state.turn ?? 0) }
            }
        } else {
            guard state.confirmations.hasRoom(for: invocation, now: now) else {
                throw Stop(.refused, "Too many questions are open, so please answer those first.")
            }
            let readBack = ReadBack(recordNames: state.recordNames)
            confirmation = Confirmation(
                of: invocation,
                say: readBack.sentence(for: invocation),
                now: now,
                turn: state.turn ?? 0
            )
            change { $0.confirmations.keep(confirmation, now: now) }
        }
        throw Stop(
            Outcome(
                .confirmationRequired,
                say: confirmation.say,
                confirmationID: confirmation.id,
                notes: invocation.notes
            )
        )
    }

    // MARK: 6. Once

    /// Whether the same write of this call happened, may have happened, or is under way.
    private func isKnown(_ invocation: PreparedInvocation) -> Bool {
        state.writes[invocation.fingerprint] != nil || writesUnderWay[invocation.fingerprint] != nil
    }

    /// Runs a write, or gives what the same write of this call came to.
    private func writeOnce(
        _ invocation: PreparedInvocation,
        on connectionID: String?,
        within limits: RequestLimits,
        until deadline: ContinuousClock.Instant
    ) async -> InvocationRun.Report {
        let fingerprint = invocation.fingerprint
        var earlier = state.writes[fingerprint]?.outcome
        if earlier == nil { earlier = await writesUnderWay[fingerprint]?.value.outcome }
        if let earlier { return .replaying(earlier) }
        // A task of its own: a door that gives up waiting must not cut a write in two.
        let line = services.journal.map {
            JournalLine($0, of: invocation, callID: id, agentID: agent.id, connectionID: connectionID ?? "")
        }
        let run = InvocationRun(send: services.sender(to: connectionID), limits: limits, line: line)
        let task = Task { await run.run(invocation, until: deadline) }
        writesUnderWay[fingerprint] = task
        var report = await task.value
        if let known = report.known {
            report = .replaying(await outcome(of: known, fingerprint, until: deadline))
        } else {
            report = noted(report, invocation)
            await settle(report, fingerprint)
        }
        writesUnderWay[fingerprint] = nil
        return report
    }

    // MARK: 7. Time and 8. Send and record

    private func read(
        _ invocation: PreparedInvocation,
        on connectionID: String?,
        within limits: RequestLimits,
        until deadline: ContinuousClock.Instant
    ) async -> InvocationRun.Report {
        let run = InvocationRun(send: services.sender(to: connectionID), limits: limits)
        return noted(await run.run(invocation, until: deadline), invocation)
    }

    /// Remembers what later invocations of the call may build on.
    private func noted(_ report: InvocationRun.Report, _ invocation: PreparedInvocation) -> InvocationRun.Report {
        var report = report
        report.outcome.notes += invocation.notes
        note(report.callersRecords)
        guard report.outcome.status == .completed || report.outcome.status == .notFound else { return report }
        let result = report.fullResult
        let name = invocation.action.name
        let arguments = invocation.values.arguments
        let recognised = invocation.action.findsCaller ? recordOfCaller(in: result) : nil
        change { state in
            state.note(result, of: name)
            if let id = result["id"]?.string { state.recordNames.learn(id: id, from: arguments) }
            if let recognised { state.recognise(recognised) }
        }
        return report
    }

    /// The one record of a result, when it has the caller's number. The pattern that found it takes more than that.
    private func recordOfCaller(in result: JSONValue) -> JSONValue? {
        guard let number = callerPhone.flatMap(PhoneNumber.init), let records = result["records"]?.array,
            records.count == 1, result["totalSize"]?.integer == 1,
            records[0].object?.contains(where: { $0.value.string.map(number.isSame) ?? false }) ?? false
        else { return nil }
        return records[0]
    }
}
