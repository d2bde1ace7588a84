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
    }

    let send: RequestSender
    let limits: RequestLimits

    func run(_ invocation: PreparedInvocation, until deadline: ContinuousClock.Instant) async -> Report {
        var limits = limits
        var report = await run(invocation, within: &limits, until: deadline)
        report.callersRecords = limits.scope?.records
        return report
    }

    private func run(
        _ invocation: PreparedInvocation,
        within limits: inout RequestLimits,
        until deadline: ContinuousClock.Instant
    ) async -> Report {
        var values = invocation.values
        var progress = RunProgress()
        for (index, step) in invocation.action.requests.enumerated() {
            guard index == 0 || step.onlyWith.allSatisfy({ values.arguments[$0] != nil }) else { continue }
            do {
                let request = index == 0 ? invocation.firstRequest : try step.template.render(values)
                let admission = try await limits.admit(request, until: deadline)
                progress.requests += admission.lookups + [admission.request]
                let response = try await send(admission.request, deadline)
                // Later requests of the action are its author's, and may use what the agent must not see.
                values.answers[step.name] = RunAnswer(response, named: step.name).full
                let shown = RunAnswer(limits.shown(response, to: admission), named: step.name)
                progress.add(shown, to: admission.request)
            } catch {
                let failure = Outcome(failure: error, isWrite: step.template.method.isWrite)
                if let undo = step.failure.undo, progress.hasWritten {
                    let isUndone = await self.undo(undo, values, within: &limits, until: deadline, &progress)
                    return progress.report(undone: isUndone, after: failure, say: step.failure.say)
                }
                // A read that only adds to what is there may fail; a write may not.
                if index > 0, progress.hasWritten || !step.template.method.isWrite {
                    progress.shortfall = (failure, step.failure.say ?? failure.say)
                    break
                }
                return progress.report(failure)
            }
        }
        return progress.report(progress.outcome(of: invocation))
    }

    /// Undoing may take longer than the caller is waited for: half a write must not stay because time ran out.
    private func undo(
        _ template: RequestTemplate,
        _ values: TemplateValues,
        within limits: inout RequestLimits,
        until deadline: ContinuousClock.Instant,
        _ progress: inout RunProgress
    ) async -> Bool {
        let patience = max(deadline, ContinuousClock.now.advanced(by: .seconds(2)))
        guard let request = try? template.render(values),
            let admission = try? await limits.admit(request, until: patience)
        else { return false }
        progress.requests.append(admission.request)
        return (try? await send(admission.request, patience)) != nil
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

extension Outcome {
    fileprivate init(failure: any Error, isWrite: Bool) {
        switch failure {
        case let error as CRMError: self.init(error)
        case let error as RenderingError: self.init(error)
        case let refusal as LimitRefusal: self.init(refusal)
        // Nothing else is thrown by what a run calls; if that ever changes, nobody is told that nothing happened.
        default: self.init(.uncertain, say: "Something went wrong on the way.", written: isWrite ? .perhaps : .no)
        }
    }
}
