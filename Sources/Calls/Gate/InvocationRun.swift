package import Actions
import JSON
package import Platforms

/// Carries out what the gate let through: sends an action's requests in order and says how it ended.
struct InvocationRun: Sendable {
    /// What came of it, and what was sent.
    struct Report: Sendable {
        var outcome: Outcome
        var requests: [CRMRequest]
    }

    let send: RequestSender

    func run(_ invocation: PreparedInvocation, until deadline: ContinuousClock.Instant) async -> Report {
        var values = invocation.values
        var result: JSONValue = .object([:])
        var sent: [CRMRequest] = []
        var shortfall: String?
        for (index, step) in invocation.action.requests.enumerated() {
            guard index == 0 || step.onlyWith.allSatisfy({ values.arguments[$0] != nil }) else { continue }
            do {
                let request = index == 0 ? invocation.firstRequest : try step.template.render(values)
                sent.append(request)
                let answer = Answer(try await send(request, deadline), named: step.name)
                values.answers[step.name] = answer.json
                result = index == 0 ? result.joined(with: answer) : result.joined(withLater: answer)
            } catch {
                let outcome = Outcome(failure: error, isWrite: step.template.method.isWrite)
                guard index > 0 else { return Report(outcome: outcome, requests: sent) }
                guard let undo = step.failure.undo else {
                    shortfall = step.failure.say ?? outcome.say
                    break
                }
                let undone = await self.undo(undo, values, until: deadline, recordingIn: &sent)
                return Report(
                    outcome: undone
                        ? outcome.afterUndoing(say: step.failure.say)
                        : Outcome(
                            .uncertain,
                            say: "Part of that was saved and I could not take it back.",
                            written: .perhaps
                        ),
                    requests: sent
                )
            }
        }
        return Report(outcome: completed(invocation, result, shortfall), requests: sent)
    }

    /// Undoing may take longer than the caller is waited for: half a write must not stay because time ran out.
    private func undo(
        _ template: RequestTemplate,
        _ values: TemplateValues,
        until deadline: ContinuousClock.Instant,
        recordingIn sent: inout [CRMRequest]
    ) async -> Bool {
        guard let request = try? template.render(values) else { return false }
        sent.append(request)
        let patience = max(deadline, ContinuousClock.now.advanced(by: .seconds(2)))
        return (try? await send(request, patience)) != nil
    }

    private func completed(_ invocation: PreparedInvocation, _ result: JSONValue, _ shortfall: String?) -> Outcome {
        let action = invocation.action
        if let records = result["records"]?.array, !action.isWrite {
            let count = result["totalSize"]?.integer ?? records.count
            guard count > 0 else { return Outcome(.notFound, say: "I found nothing that matches.", result: result) }
            return Outcome(
                .completed,
                say: count == 1 ? "I found one match." : "I found \(count) matches.",
                result: result
            )
        }
        let say = shortfall ?? invocation.sentence(forKept: result) ?? invocation.sentence(for: result)
        return Outcome(.completed, say: say, result: result, written: action.isWrite ? .yes : .no)
    }
}

/// Sends a request and waits for its answer until the deadline.
package typealias RequestSender =
    @Sendable (CRMRequest, ContinuousClock.Instant) async throws(CRMError) -> CRMResponse

/// The answer to one request of an action.
private struct Answer {
    let json: JSONValue
    /// Where text goes in the result, which has no names of its own.
    let textName: String?

    init(_ response: CRMResponse, named name: String) {
        switch response.body {
        case .text, .bytes:
            json = CompactResult(of: response).value["text"] ?? .null
            textName = name
        case .empty, .json:
            json = CompactResult(of: response).value
            textName = nil
        }
    }
}

extension JSONValue {
    fileprivate func joined(with answer: Answer) -> JSONValue {
        answer.textName.map { .object([$0: answer.json]) } ?? answer.json
    }

    /// The result so far with a later answer: text under its request's name, and the single record of a query member by
    /// member.
    fileprivate func joined(withLater answer: Answer) -> JSONValue {
        guard var joined = object else { return self }
        if let name = answer.textName {
            joined[name] = answer.json
            return .object(joined)
        }
        let record = answer.json["records"].map { $0[0]?.object ?? [:] } ?? answer.json.object ?? [:]
        // The first answer is about the record the action is for; the id of a link to it must not take its place.
        for member in record where joined[member.key] == nil { joined[member.key] = member.value }
        return .object(joined)
    }
}

extension Outcome {
    fileprivate init(failure: any Error, isWrite: Bool) {
        switch failure {
        case let error as CRMError: self.init(error)
        case let error as RenderingError: self.init(error)
        // Nothing else is thrown by what a run calls; if that ever changes, nobody is told that nothing happened.
        default: self.init(.uncertain, say: "Something went wrong on the way.", written: isWrite ? .perhaps : .no)
        }
    }

    /// The outcome of a write whose first part was taken back: nothing is left of it.
    fileprivate func afterUndoing(say: String?) -> Outcome {
        var outcome = self
        if outcome.status == .uncertain || outcome.status == .invalid { outcome.status = .refused }
        outcome.written = .no
        outcome.say = say ?? outcome.say
        return outcome
    }
}

extension PreparedInvocation {
    /// What to say when a field that was changed reads back as something else; nil when all that was read back fits.
    fileprivate func sentence(forKept result: JSONValue) -> String? {
        guard firstRequest.method == .patch, let body = firstRequest.body?.object else { return nil }
        let kept = body.filter { member in
            guard let value = result[member.key] else { return false }
            return value != member.value && value.number?.double != member.value.number?.double
        }
        guard !kept.isEmpty else { return nil }
        let names = kept.map { action.parameter($0.key)?.spokenName ?? $0.key.asWords }.joined(separator: " and ")
        return "That is saved, but our records keep the \(names) as it was."
    }

    fileprivate func sentence(for result: JSONValue) -> String {
        if let number = result["CaseNumber"]?.string, firstRequest.method == .post {
            return "Done. The case number is \(number)."
        }
        return switch firstRequest.method {
        case .get: "I have it."
        case .post: "Done, that is saved."
        case .patch: "Done, that is updated."
        case .delete: "Done, that is removed."
        }
    }
}
