import Actions
import Agents
import Calls
import JSON
import SandboxOrg
import Workspace

/// What is wrong with a rehearsal so far, in sentences.
struct RehearsalVerdict {
    var failures: [String] = []
    private let scenario: Scenario
    private let call: Call
    private let conversation: Conversation
    private let org: Org

    init(_ scenario: Scenario, _ call: Call, _ conversation: Conversation, _ org: Org) {
        self.scenario = scenario
        self.call = call
        self.conversation = conversation
        self.org = org
    }

    // MARK: What must not happen

    /// Looks for what must not be so at any time. Called after each turn, so that nothing is done and undone unseen.
    mutating func checkProhibitions() async {
        for prohibition in scenario.prohibitions {
            guard let failure = await failure(of: prohibition), !failures.contains(failure) else { continue }
            failures.append(failure)
        }
    }

    private func failure(of prohibition: Scenario.Prohibition) async -> String? {
        switch prohibition {
        case .records(let query):
            let found = await count(query)
            guard case .success(let count) = found else { return found.failure }
            return count == 0 ? nil : "Must not be: \(query), and there \(count == 1 ? "is 1" : "are \(count)")."
        case .said(let words):
            let isSaid = await spoken.contains { $0.holds(words) }
            return isSaid ? "Must not be said: \u{201C}\(words)\u{201D}." : nil
        case .shown(let text):
            let isShown = await conversation.transcript.entries.contains { entry in
                if case .outcome(_, let outcome) = entry { outcome.serializedText().holds(text) } else { false }
            }
            return isShown ? "Must not be shown to the model: \u{201C}\(text)\u{201D}." : nil
        case .done(let tool):
            let isDone = await call.invocations.contains {
                $0.action == tool && [.completed, .queued, .uncertain].contains($0.outcome.status)
            }
            return isDone ? "Must not be done: \(tool)." : nil
        }
    }

    private var spoken: [String] {
        get async {
            await conversation.transcript.entries.compactMap {
                if case .agent(let text, _) = $0 { text } else { nil }
            }
        }
    }

    // MARK: What must be

    /// A script that was not played to its end was not what was rehearsed.
    mutating func checkScript(isPlayed: Bool) async {
        guard isPlayed else { return }
        let played = await conversation.transcript.entries.count { if case .agent = $0 { true } else { false } }
        if played < scenario.script.count {
            failures.append("Of the agent's \(scenario.script.count) lines only \(played) were played.")
        }
    }

    mutating func checkExpectations() async {
        for expectation in scenario.expectations {
            if let failure = await failure(of: expectation) { failures.append(failure) }
        }
    }

    private func failure(of expectation: Scenario.Expectation) async -> String? {
        switch expectation {
        case .records(let query, let expected):
            let found = await count(query)
            guard case .success(let count) = found else { return found.failure }
            return expected.contains(count) ? nil : "Expected \(expected.spoken) of \(query), and there are \(count)."
        case .outcomes(let expected): return await failure(ofOutcomes: expected)
        case .assurance(let expected):
            let assurance = await call.assurance
            return assurance == expected ? nil : "Expected a caller who is \(expected), and they are \(assurance)."
        case .ending(let handsOff):
            guard let ending = await conversation.ending else { return "Expected the call to end, and it did not." }
            guard ending.handsOff != handsOff else { return nil }
            return handsOff ? "Expected a hand-off, and there was none." : "Expected no hand-off, and there was one."
        }
    }

    private func failure(ofOutcomes expected: [Scenario.ExpectedOutcome]) async -> String? {
        let opening = Set(scenario.agent.actions.filter(\.action.runsAtCallStart).map(\.action.name))
        var outcomes = await call.invocations.filter { opening.contains($0.action) }.map {
            Scenario.ExpectedOutcome(tool: $0.action, status: $0.outcome.status)
        }
        for case .outcome(let use, let outcome) in await conversation.transcript.entries {
            guard let status = outcome["outcome"]?.string.flatMap(Outcome.Status.init) else { continue }
            outcomes.append(Scenario.ExpectedOutcome(tool: use.name, status: status))
        }
        var rest = outcomes[...]
        for wanted in expected {
            guard let index = rest.firstIndex(of: wanted) else {
                let seen = outcomes.map(\.description).joined(separator: ", ")
                return "Expected \(wanted), and there was: \(seen.isEmpty ? "nothing" : seen)."
            }
            rest = rest[(index + 1)...]
        }
        return nil
    }

    private enum Found {
        case success(Int)
        case failure(String)

        var failure: String? { if case .failure(let reason) = self { reason } else { nil } }
    }

    private func count(_ query: String) async -> Found {
        do throws(SalesforceError) {
            return .success(try await org.query(query).count)
        } catch {
            return .failure("The org does not take \(query): \(error.message)")
        }
    }
}

extension ClosedRange<Int> {
    fileprivate var spoken: String {
        if lowerBound == upperBound { return "\(lowerBound)" }
        if upperBound == .max { return "at least \(lowerBound)" }
        return lowerBound == 0 ? "at most \(upperBound)" : "\(lowerBound) to \(upperBound)"
    }
}

extension String {
    fileprivate func holds(_ text: String) -> Bool { lowercased().contains(text.lowercased()) }
}
