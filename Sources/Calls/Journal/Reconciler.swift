import Actions
import Foundation
import JSON
package import Logging
import Metrics
package import Platforms
import ServiceLifecycle
package import Workspace

/// Finishes what calls could not: finds out what became of writes whose answer was lost, delivers those that wait for
/// the org, and gives up nothing without saying why.
package struct Reconciler: Service {
    /// What it needs of the server it runs in.
    package struct Services: Sendable {
        package var send: ConnectionSender
        package var describe:
            @Sendable (_ object: String, _ connectionID: String, ContinuousClock.Instant) async throws(CRMError) ->
                ObjectDescription
        /// The user that an org takes the requests through a connection for; nil when that is not known.
        package var actingUserID: @Sendable (_ connectionID: String) async -> String?
        /// An agent as it is set up now; nil when there is none any more.
        package var agent: @Sendable (Agent.ID) async throws(StoreError) -> Agent?

        package init(
            send: @escaping ConnectionSender,
            describe:
                @escaping @Sendable (String, String, ContinuousClock.Instant) async throws(CRMError) ->
                ObjectDescription,
            actingUserID: @escaping @Sendable (String) async -> String?,
            agent: @escaping @Sendable (Agent.ID) async throws(StoreError) -> Agent?
        ) {
            self.send = send
            self.describe = describe
            self.actingUserID = actingUserID
            self.agent = agent
        }
    }

    let journal: Journal
    let services: Services
    let audit: AuditTrail?
    let logger: Logger
    private let interval: Duration

    /// How long one entry may take.
    static let patience: Duration = .seconds(30)
    private static let batch = 500
    private static let open: Set<JournalEntry.State> = [.prepared, .uncertain, .queued]

    /// How far a step has brought an entry.
    enum Progress {
        /// It is settled or given up.
        case ended
        case open
        /// Its org can't be reached; nor can others' to the same one.
        case orgIsAway
    }

    package init(
        _ journal: Journal,
        services: Services,
        audit: AuditTrail? = nil,
        interval: Duration = .seconds(1),
        logger: Logger
    ) {
        self.journal = journal
        self.services = services
        self.audit = audit
        self.interval = interval
        self.logger = logger
    }

    package func run() async throws {
        await takeOver()
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            await round()
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: interval) }
        }
        _ = await journal.saveUnsaved()
    }

    /// Takes up what an earlier process of the only node there is has left.
    package func takeOver() async {
        guard !journal.store.isShared else { return }
        do {
            try await journal.store.releaseAll(at: journal.clock())
        } catch {
            logger.error("What was left of the last run can't be taken up yet.", metadata: ["why": "\(error)"])
        }
    }

    /// Looks once after everything that is open.
    package func round() async {
        guard await journal.saveUnsaved() else { return }
        do {
            var open = try await journal.store.due(Self.open, at: .distantFuture, limit: Self.batch)
            if open.count == Self.batch {
                // The oldest may all wait for one org; those that could be finished must not wait with them.
                let known = Set(open.map(\.id))
                open += try await journal.store.due(Self.open, at: journal.clock(), limit: Self.batch)
                    .filter { !known.contains($0.id) }
            }
            await withTaskGroup(of: Void.self) { group in
                for (_, entries) in Dictionary(grouping: open, by: \.connectionID) {
                    group.addTask { await self.finish(entries) }
                }
            }
            for (state, count) in try await journal.counts() where state != .settled {
                Gauge(label: "switchboard_journal_entries", dimensions: [("state", state.rawValue)]).record(count)
            }
        } catch {
            logger.error("The journal can't be read.", metadata: ["why": "\(error)"])
        }
    }

    /// Finishes the writes to one org, oldest first. Writes that have to do with the same record keep their order.
    private func finish(_ entries: [JournalEntry]) async {
        var blocked: Set<String> = []
        for entry in entries {
            let records = entry.mentionedRecords
            var progress = Progress.open
            if records.isDisjoint(with: blocked), entry.dueAt <= journal.clock() {
                do throws(StoreError) {
                    progress = try await finish(entry)
                } catch .conflict {
                    // Another node has it in hand.
                } catch {
                    logger.error("The journal can't be written.", metadata: ["why": "\(error)"])
                    return
                }
            }
            switch progress {
            case .ended: break
            case .open: blocked.formUnion(records)
            case .orgIsAway: return
            }
        }
    }

    /// One step towards the end of a write.
    private func finish(_ entry: JournalEntry) async throws(StoreError) -> Progress {
        var entry = entry
        entry.dueAt = journal.clock().addingTimeInterval((Self.patience + journal.settings.margin).seconds)
        try await save(&entry)
        switch entry.state {
        case .queued: return try await deliver(entry)
        default: return try await lookUp(entry)
        }
    }

    func save(_ entry: inout JournalEntry) async throws(StoreError) {
        entry.changedAt = journal.clock()
        try await journal.store.save(entry, releasing: [])
        entry.version += 1
    }

    /// Leaves an entry for a later round.
    func postpone(
        _ entry: JournalEntry,
        _ pause: Duration,
        because reason: String,
        _ progress: Progress = .open
    ) async throws(StoreError) -> Progress {
        var entry = entry
        entry.dueAt = journal.clock().addingTimeInterval(pause.seconds)
        entry.reason = reason
        try await save(&entry)
        return progress
    }

    /// Ends an entry, and writes down how.
    func end(_ entry: JournalEntry, _ outcome: Outcome, givenUpBecause reason: String? = nil) async throws(StoreError) {
        var entry = entry
        entry.state = reason == nil ? .settled : .abandoned
        entry.reason = reason
        entry.details.outcome = outcome.json
        // What certainly did not happen may be asked for again.
        if outcome.written == .no { entry.onceKey = nil }
        try await save(&entry)
        await note(entry, outcome)
    }

    func note(_ entry: JournalEntry, _ outcome: Outcome) async {
        logger.info(
            "A write that was left open has ended.",
            metadata: ["write": "\(entry.id)", "state": "\(entry.state.rawValue)"]
        )
        var details: JSONObject = ["journal": .string(entry.id), "say": .string(outcome.say)]
        details["reason"] = entry.reason.map(JSONValue.string)
        await audit?.note(
            AuditEntry(
                .write,
                at: journal.clock(),
                by: "server",
                agentID: entry.agentID,
                callID: entry.callID,
                action: entry.action,
                outcome: entry.state.rawValue,
                personal: .init(recordIDs: Array(entry.mentionedRecords).sorted(), details: details)
            )
        )
    }
}

extension JournalEntry {
    /// The records it has to do with, by the first 15 characters of their ids.
    var mentionedRecords: Set<String> {
        var ids: Set<String> = []
        func add(_ text: String) {
            if RecordID.isWellFormed(text), text.contains(where: \.isNumber) { ids.insert(text.recordKey) }
        }
        func add(_ value: JSONValue?) {
            switch value {
            case .string(let text)?: add(text)
            case .array(let elements)?: for element in elements { add(element) }
            case .object(let object)?: for member in object { add(member.value) }
            default: break
            }
        }
        for request in details.steps.map(\.request) + (details.request.map { [$0] } ?? []) {
            for segment in request.segments { add(segment) }
            add(request.body)
        }
        return ids
    }
}
