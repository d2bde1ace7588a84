package import Actions
import JSON
package import Platforms

/// Sends a request and waits for its answer until the deadline.
package typealias RequestSender =
    @Sendable (CRMRequest, ContinuousClock.Instant) async throws(CRMError) -> CRMResponse

/// Carries out what the gate let through: sends an action's requests in order and says how it ended.
struct InvocationRun: Sendable {
    /// What came of it, and what was sent.
    struct Report: Sendable {
        var outcome: Outcome
        var requests: [CRMRequest]
        /// The whole result, of which the outcome shows a part; what later invocations build on.
        var fullResult: JSONValue = [:]
        /// The records it changed, made or removed, by the first 15 characters of their ids.
        var writtenRecords: Set<String> = []
        /// What it has learnt of whose records are; nil when that was no question.
        var callersRecords: CallersRecords?
        /// How it leaves its entry in the journal; nil where there is none.
        var entry: JournalEntry?
        /// The action that was confirmed; nil where none was.
        var action: String?
        /// The same write, where the journal had it already: then nothing was sent.
        var known: JournalEntry?
    }

    let send: RequestSender
    let limits: RequestLimits
    /// Where a write is recorded; nil for a run that only reads, and where nothing outlives the process.
    var line: JournalLine?

    /// Runs an invocation, or what is left of it where the journal has a part already.
    func run(_ invocation: PreparedInvocation, until deadline: ContinuousClock.Instant) async -> Report {
        var line = line
        var limits = limits
        var values = invocation.values
        var progress = RunProgress()
        for step in line?.entry.details.steps ?? [] {
            values.answers[step.name] = step.answer
            progress.requests.append(step.request)
            let response = CRMResponse(saved: step.answer)
            let shown = limits.fields?.shown(response) ?? response
            progress.add(RunAnswer(shown, named: step.name), to: step.request)
        }
        var report = await run(invocation, &values, &progress, &line, within: &limits, until: deadline)
        report.callersRecords = limits.scope?.records
        if let line, line.isKept { report.entry = line.entry }
        return report
    }

    private func run(
        _ invocation: PreparedInvocation,
        _ values: inout TemplateValues,
        _ progress: inout RunProgress,
        _ line: inout JournalLine?,
        within limits: inout RequestLimits,
        until deadline: ContinuousClock.Instant
    ) async -> Report {
        let resumed = line.flatMap { $0.isKept ? $0.entry.details : nil }
        for (index, step) in invocation.action.requests.enumerated().dropFirst(resumed?.index ?? 0) {
            guard index == 0 || step.onlyWith.allSatisfy({ values.arguments[$0] != nil }) else { continue }
            let isWrite = step.template.method.isWrite
            var sent: CRMRequest?
            do {
                let request: CRMRequest
                if let resumed, resumed.index == index, let kept = resumed.request {
                    request = kept
                } else {
                    request = index == 0 ? invocation.firstRequest : try step.template.render(values)
                }
                let admission = try await limits.admit(request, until: deadline)
                sent = admission.request
                if isWrite { try await line?.prepare(admission.request, at: index, until: deadline) }
                progress.requests += admission.lookups + [admission.request]
                let response = try await send(admission.request, deadline)
                // Later requests of the action are its author's, and may use what the agent must not see.
                let full = RunAnswer(response, named: step.name).full
                values.answers[step.name] = full
                line?.note(full, to: admission.request, at: index, named: step.name)
                let shown = RunAnswer(limits.shown(response, to: admission), named: step.name)
                progress.add(shown, to: admission.request)
            } catch JournalLine.Refusal.known(let entry) {
                var report = progress.report(Outcome(known: entry))
                report.known = entry
                return report
            } catch {
                let failure = Outcome(failure: error, isWrite: isWrite)
                if isWrite, let error = error as? CRMError, !error.mayHaveBeenSent { line?.noteUnsent() }
                if isWrite, let sent, isForLater(failure, error, invocation.action, progress), line != nil {
                    line?.leaveForLater(sent, at: index)
                    return progress.report(.queued(isPartWritten: progress.hasWritten))
                }
                if let undo = step.failure.undo, progress.hasWritten {
                    let isUndone = await self.undo(
                        undo,
                        at: index,
                        values,
                        &progress,
                        &line,
                        within: &limits,
                        until: deadline
                    )
                    return progress.report(undone: isUndone, after: failure, say: step.failure.say)
                }
                line?.leave(isWrite && failure.written == .perhaps ? .uncertain : .settled)
                // A read that only adds to what is there may fail; a write may not.
                if index > 0, progress.hasWritten || !isWrite {
                    progress.shortfall = (failure, step.failure.say ?? failure.say)
                    return progress.report(progress.outcome(of: invocation))
                }
                return progress.report(failure)
            }
        }
        line?.leave(.settled)
        return progress.report(progress.outcome(of: invocation))
    }

    /// Whether what was certainly not written may be written when the CRM is back.
    private func isForLater(_ failure: Outcome, _ error: any Error, _ action: Action, _ progress: RunProgress) -> Bool {
        // What was begun has to be finished, whatever the action allows.
        if error is JournalLine.Refusal { return progress.hasWritten }
        return action.isDeliveredLater && failure.status == .unavailable && failure.written == .no
    }

    /// Undoing may take longer than the caller is waited for: half a write must not stay because time ran out.
    private func undo(
        _ template: RequestTemplate,
        at index: Int,
        _ values: TemplateValues,
        _ progress: inout RunProgress,
        _ line: inout JournalLine?,
        within limits: inout RequestLimits,
        until deadline: ContinuousClock.Instant
    ) async -> Bool {
        let patience = max(deadline, ContinuousClock.now.advanced(by: .seconds(2)))
        guard let request = try? template.render(values),
            let admission = try? await limits.admit(request, until: patience)
        else {
            line?.leave(.settled)
            return false
        }
        // Where it can't be written down it is done all the same: nobody knows of the record that is to go.
        try? await line?.prepare(admission.request, at: index, isUndoing: true, until: patience)
        progress.requests.append(admission.request)
        let isUndone = (try? await send(admission.request, patience)) != nil
        line?.leave(isUndone ? .settled : .uncertain)
        return isUndone
    }
}

/// The answer to one request of an action: as it came, and as an agent gets it.
struct RunAnswer {
    let full: JSONValue
    let compact: JSONValue
    /// Where text goes in the result, which has no names of its own.
    let textName: String?

    init(_ response: CRMResponse, named name: String) {
        let result = CompactResult(of: response).value
        switch response.body {
        case .text(let text):
            full = .string(text)
            compact = result["text"] ?? .null
            textName = name
        case .bytes:
            full = .null
            compact = .null
            textName = name
        case .json(let json):
            full = json
            compact = result
            textName = nil
        case .empty:
            full = [:]
            compact = result
            textName = nil
        }
    }
}

extension CRMResponse {
    /// An answer as the journal has it.
    init(saved answer: JSONValue) {
        self.init(status: 200, body: answer.string.map { .text($0) } ?? .json(answer))
    }
}

extension Outcome {
    fileprivate init(failure: any Error, isWrite: Bool) {
        switch failure {
        case let error as CRMError: self.init(error)
        case let error as RenderingError: self.init(error)
        case let refusal as LimitRefusal: self.init(refusal)
        case is JournalLine.Refusal:
            self.init(.unavailable, say: "I can't keep a record of that right now, so I have not saved it.")
        // Nothing else is thrown by what a run calls; if that ever changes, nobody is told that nothing happened.
        default: self.init(.uncertain, say: "Something went wrong on the way.", written: isWrite ? .perhaps : .no)
        }
    }

    /// What is known of a write that the journal has.
    init(known entry: JournalEntry) {
        self = entry.details.outcome.flatMap(Outcome.init) ?? .inDoubt
    }

    /// The outcome of a write whose answer was lost.
    static let inDoubt = Outcome(
        .uncertain,
        say: "I can't tell whether that was saved; I'd rather check than do it twice.",
        written: .perhaps
    )

    static func queued(isPartWritten: Bool) -> Outcome {
        let say =
            isPartWritten
            ? "A part of that is saved, and the rest will be as soon as our records can be reached."
            : "I can't reach our records right now; I have noted it, and it will be saved as soon as they are back."
        return Outcome(.queued, say: say, written: .soon)
    }
}
