import Foundation
import JSON
import Platforms

/// What a call and the journal tell each other of its writes.
extension Call {
    /// Remembers how a write ended, in the call and in the journal.
    func settle(_ report: InvocationRun.Report, _ fingerprint: String) async {
        let superseded = state.writes(supersededBy: report.writtenRecords, fingerprint, report.outcome)
        // What certainly did not happen may be tried again.
        if report.outcome.written != .no {
            let write = KnownWrite(
                outcome: report.outcome,
                records: report.writtenRecords,
                journalID: report.entry?.id
            )
            change { $0.note(write, fingerprint) }
        }
        guard var entry = report.entry, let journal = services.journal else { return }
        entry.details.outcome = report.outcome.json
        if entry.state == .settled, report.outcome.written == .no { entry.onceKey = nil }
        let keys = superseded.map { JournalLine.onceKey(callID: id, fingerprint: $0) }
        await journal.finish(entry, releasing: keys)
    }

    /// Asks the journal what became of a write that was not certain when the call heard of it last.
    func learnFate(of fingerprint: String) async {
        guard let settled = await fate(of: state.writes[fingerprint]) else { return }
        change { state in
            if settled.outcome.written == .no {
                state.writes[fingerprint] = nil
            } else {
                state.note(settled, fingerprint)
            }
        }
    }

    /// What became of a write that was not certain; nil where that is not known yet, or was before.
    private func fate(of write: KnownWrite?) async -> KnownWrite? {
        guard let write, let journalID = write.journalID,
            write.outcome.written == .perhaps || write.outcome.written == .soon,
            let entry = try? await services.journal?.entry(journalID),
            entry.state == .settled || entry.state == .abandoned,
            let outcome = entry.details.outcome.flatMap(Outcome.init), outcome != write.outcome
        else { return nil }
        return KnownWrite(outcome: outcome, records: entry.writtenRecords, journalID: journalID)
    }

    /// What came of a yes that was used, for an agent that asks again; nil when nothing was written and nothing said.
    func outcome(
        ofUsed use: ConfirmationBook.Used,
        until deadline: ContinuousClock.Instant
    ) async -> Outcome? {
        if let write = use.write { return (await fate(of: write) ?? write).outcome }
        // Whoever ran it has not come to say how it ended: only the journal knows.
        let key = JournalLine.onceKey(callID: id, fingerprint: use.fingerprint)
        guard let entry = try? await services.journal?.store.entry(onceKey: key) else {
            return state.writes[use.fingerprint]?.outcome
        }
        return await outcome(of: entry, use.fingerprint, until: deadline)
    }

    /// The outcome of a write that another node, or this one before it stopped, has written down: waited for as long as
    /// that node may be at it.
    func outcome(
        of known: JournalEntry,
        _ fingerprint: String,
        until deadline: ContinuousClock.Instant
    ) async -> Outcome {
        var entry = known
        while entry.state == .prepared, entry.dueAt > clock(), ContinuousClock.now < deadline {
            do {
                try await Task.sleep(for: .milliseconds(50))
                entry = try await services.journal?.entry(entry.id) ?? entry
            } catch {
                break
            }
        }
        let outcome = Outcome(known: entry)
        if outcome.written != .no {
            let write = KnownWrite(outcome: outcome, records: entry.writtenRecords, journalID: entry.id)
            change { $0.note(write, fingerprint) }
        }
        return outcome
    }
}

extension JournalEntry {
    /// The records it is known to have changed, made or removed, by the first 15 characters of their ids.
    var writtenRecords: Set<String> {
        details.steps.reduce(into: RunProgress()) { progress, step in
            progress.add(RunAnswer(CRMResponse(saved: step.answer), named: step.name), to: step.request)
        }.writtenRecords
    }
}

extension InvocationRun.Report {
    /// The outcome of an equal write, again.
    static func replaying(_ outcome: Outcome) -> InvocationRun.Report {
        var outcome = outcome
        outcome.isReplayed = true
        return InvocationRun.Report(outcome: outcome, requests: [])
    }
}
