import Actions
import Foundation
import JSON
import Platforms
import Workspace

extension Reconciler {
    // MARK: Looking up

    /// Finds out what became of a write that may have happened, and goes on from there.
    func lookUp(_ entry: JournalEntry) async throws(StoreError) -> Progress {
        var entry = entry
        entry.state = .uncertain
        guard let request = entry.details.request, !entry.details.isForgotten else {
            try await end(entry, .inDoubt, givenUpBecause: "There is nothing left to look it up by.")
            return .ended
        }
        if entry.details.isUndoing { return try await takeBack(entry, request) }
        let fate: WriteFate
        do throws(CRMError) {
            fate = try await self.fate(of: request, entry)
        } catch {
            return try await postpone(
                entry,
                journal.settings.pause,
                because: error.detail ?? error.say,
                error.isOrgAway ? .orgIsAway : .open
            )
        }
        switch fate {
        case .done(let answer): return try await goOn(entry, after: request, answer)
        case .unknowable(let why):
            try await end(entry, .inDoubt, givenUpBecause: why)
            return .ended
        case .absent:
            let sentAt = entry.details.sentAt ?? entry.createdAt
            let waited = journal.clock().timeIntervalSince(sentAt)
            let grace = journal.settings.grace.seconds
            // The org may be at it still: only after a while is nothing there a sign of nothing done.
            guard waited >= grace else {
                return try await postpone(
                    entry,
                    .milliseconds(Int((grace - waited) * 1000) + 1),
                    because: "The org may still be at it."
                )
            }
            guard isYoung(entry, journal.settings.sendingAge) else {
                try await end(
                    entry,
                    Outcome(.refused, say: "That was not saved."),
                    givenUpBecause: "It was not saved, and by now it is too old to be sent again."
                )
                return .ended
            }
            return try await deliver(entry)
        }
    }

    private func isYoung(_ entry: JournalEntry, _ age: Duration) -> Bool {
        entry.details.isRetried || journal.clock().timeIntervalSince(entry.createdAt) < age.seconds
    }

    private func fate(of request: CRMRequest, _ entry: JournalEntry) async throws(CRMError) -> WriteFate {
        let deadline = ContinuousClock.now.advanced(by: Self.patience)
        let connectionID = entry.connectionID
        let lookup = WriteLookup(
            actingUserID: await services.actingUserID(connectionID),
            describe: { object throws(CRMError) in
                try await services.describe(object, connectionID, deadline)
            },
            send: { request throws(CRMError) in
                try await services.send(request, connectionID.isEmpty ? nil : connectionID, deadline)
            }
        )
        let fate = try await lookup.fate(of: request, since: entry.createdAt) { ids throws(CRMError) in
            try await orUnavailable { () throws(StoreError) in
                try await journal.store.createdRecords(among: ids, connectionID: connectionID)
            }
        }
        // A record that an equal write is making at this moment looks like this one's.
        if case .done = fate, request.method == .post,
            try await orUnavailable({ () throws(StoreError) in try await journal.store.isSendingEqual(of: entry) })
        {
            throw CRMError(.unavailable, detail: "An equal write is under way.")
        }
        return fate
    }

    private func orUnavailable<Result>(
        _ body: () async throws(StoreError) -> Result
    ) async throws(CRMError) -> Result {
        do throws(StoreError) {
            return try await body()
        } catch {
            throw CRMError(.unavailable, detail: "The database can't be used.")
        }
    }

    /// Takes a write that was found for answered, and does what comes after it.
    private func goOn(
        _ entry: JournalEntry,
        after request: CRMRequest,
        _ answer: JSONValue
    ) async throws(StoreError) -> Progress {
        var entry = entry
        guard let prepared = try await preparation(of: entry) else {
            try await end(entry, Outcome(.completed, say: "Done, that is saved.", result: answer, written: .yes))
            return .ended
        }
        let steps = prepared.invocation.action.requests
        let name = steps.indices.contains(entry.details.index) ? steps[entry.details.index].name : ""
        entry.details.steps.append(JournalEntry.Step(name: name, request: request, answer: answer))
        if request.method == .post, entry.details.steps.count == 1 { entry.createdRecord = answer["id"]?.string }
        entry.details.request = nil
        entry.details.index += 1
        // What comes next was certainly not sent.
        entry.state = .queued
        do throws(StoreError) {
            try await save(&entry)
        } catch .taken {
            // Another write has claimed the record meanwhile; the next look leaves it out.
            var again = entry
            again.state = .uncertain
            again.createdRecord = nil
            again.details.steps.removeLast()
            again.details.request = request
            again.details.index -= 1
            return try await postpone(again, .seconds(1), because: "Another write made the record.")
        }
        return try await run(entry, prepared)
    }

    // MARK: Delivering

    /// Sends what was certainly not written.
    func deliver(_ entry: JournalEntry) async throws(StoreError) -> Progress {
        guard isYoung(entry, journal.settings.queueAge) else {
            try await end(
                entry,
                Outcome(.unavailable, say: "That could not be saved, because our records were away for too long."),
                givenUpBecause: "The org could not be reached for too long."
            )
            return .ended
        }
        guard let prepared = try await preparation(of: entry) else {
            let isBegun = !entry.details.steps.isEmpty
            try await end(
                entry,
                isBegun ? .inDoubt : Outcome(.refused, say: "That was not saved."),
                givenUpBecause: "The action was changed or taken away from the agent before it could be carried out."
            )
            return .ended
        }
        return try await run(entry, prepared)
    }

    private struct Preparation {
        var invocation: PreparedInvocation
        var limits: RequestLimits
    }

    /// What is to be run, with the action as it is now; nil when the agent may not do that any more.
    private func preparation(of entry: JournalEntry) async throws(StoreError) -> Preparation? {
        guard let agent = try await services.agent(entry.agentID), !agent.isReadOnly,
            let enabled = agent.enabledAction(entry.action), (enabled.connectionID ?? "") == entry.connectionID,
            let invocation = PreparedInvocation(entry.details.invocation, action: enabled.action)
        else { return nil }
        // Whose records it goes to was checked before it was written down.
        return Preparation(
            invocation: invocation,
            limits: RequestLimits(fields: agent.fieldAllowList.map { FieldLimit(list: $0) })
        )
    }

    private func run(_ entry: JournalEntry, _ prepared: Preparation) async throws(StoreError) -> Progress {
        let sender = services.send
        let connectionID = entry.connectionID.isEmpty ? nil : entry.connectionID
        let run = InvocationRun(
            send: { request, deadline throws(CRMError) in try await sender(request, connectionID, deadline) },
            limits: prepared.limits,
            line: JournalLine(journal, resuming: entry)
        )
        let report = await run.run(prepared.invocation, until: .now.advanced(by: Self.patience))
        guard var left = report.entry else { return .open }
        left.details.outcome = report.outcome.json
        switch left.state {
        case .queued:
            return try await postpone(left, journal.settings.pause, because: report.outcome.say, .orgIsAway)
        case .uncertain, .prepared:
            return try await postpone(left, journal.settings.grace, because: report.outcome.say)
        case .settled, .abandoned:
            switch report.outcome.written {
            case .no where report.outcome.status == .unavailable && !left.details.isUndoing:
                left.state = .queued
                return try await postpone(left, journal.settings.pause, because: report.outcome.say, .orgIsAway)
            case .no: try await end(left, report.outcome, givenUpBecause: report.outcome.say)
            case .perhaps: try await end(left, report.outcome, givenUpBecause: report.outcome.say)
            case .yes, .soon: try await end(left, report.outcome)
            }
            return .ended
        }
    }

    // MARK: Taking back

    /// Takes back the beginning of a write whose rest failed, until it is gone.
    private func takeBack(_ entry: JournalEntry, _ request: CRMRequest) async throws(StoreError) -> Progress {
        let deadline = ContinuousClock.now.advanced(by: Self.patience)
        do throws(CRMError) {
            _ = try await services.send(request, entry.connectionID.isEmpty ? nil : entry.connectionID, deadline)
        } catch {
            switch error.kind {
            case .notFound, .deleted: break
            case .unreachable, .timedOut, .unavailable, .lockedRow, .sessionInvalid, .signInRefused, .limitExceeded,
                .internalFault, .cancelled, .unreadable:
                return try await postpone(entry, journal.settings.pause, because: error.detail ?? error.say)
            default:
                try await end(
                    entry,
                    Outcome(.uncertain, say: "Part of that was saved and I could not take it back.", written: .perhaps),
                    givenUpBecause: "A part of it is saved and can't be taken back: \(error.detail ?? error.say)"
                )
                return .ended
            }
        }
        try await end(entry, Outcome(.refused, say: "That could not be saved, and nothing of it was kept."))
        return .ended
    }
}

extension CRMError {
    /// Whether other requests to the same org would fail for the same reason.
    fileprivate var isOrgAway: Bool {
        switch kind {
        case .unreachable, .timedOut, .moved, .sessionInvalid, .signInRefused, .limitExceeded: true
        default: false
        }
    }
}
