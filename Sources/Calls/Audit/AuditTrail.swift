import Foundation
package import Logging
package import Platforms
import ServiceLifecycle

/// The record of everything, written in batches so that nobody on the phone waits for it.
///
/// Run it as a service; what was noted before it runs is kept until it does.
package actor AuditTrail: Service {
    private let store: any AuditStore
    private let logger: Logger
    private var pending: [AuditEntry] = []
    private var writing: Task<StoreError?, Never>?
    private var lastCheckpoint = Date.distantPast

    /// How long an entry waits for others to be written with.
    private static let pause: Duration = .milliseconds(100)
    private static let batch = 500
    /// The end of the chain is logged this often, in seconds: a copy that whoever cuts the trail short does not reach.
    private static let checkpointInterval: TimeInterval = 3600

    package init(store: any AuditStore, logger: Logger) {
        self.store = store
        self.logger = logger
    }

    /// Notes what happened. It is written within a moment.
    package func note(_ entry: AuditEntry) { pending.append(entry) }

    /// Writes down everything noted so far, and returns when it is.
    package func flush() async throws(StoreError) {
        // Another's round may have begun before the newest entries were noted.
        while !pending.isEmpty || writing != nil {
            if let error = await round() { throw error }
        }
    }

    package func run() async throws {
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            _ = await round()
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: Self.pause) }
        }
        _ = await round()
    }

    /// Writes what is noted. One round at a time, so that entries keep their order.
    private func round() async -> StoreError? {
        if let writing { return await writing.value }
        guard !pending.isEmpty else { return nil }
        let task = Task {
            let error = await self.writePending()
            // Before anybody learns that it is done: who looks again in a loop would never let it be cleared.
            self.writing = nil
            return error
        }
        writing = task
        let error = await task.value
        if let error {
            logger.error("The audit trail can't be written and is kept in memory.", metadata: ["why": "\(error)"])
        }
        return error
    }

    private func writePending() async -> StoreError? {
        while !pending.isEmpty {
            let entries = Array(pending.prefix(Self.batch))
            do throws(StoreError) {
                checkpoint(try await store.append(entries))
                pending.removeFirst(entries.count)
            } catch {
                return error
            }
        }
        return nil
    }

    /// The newest entries first, of those with a number below `number`.
    package func records(
        matching filter: AuditFilter = AuditFilter(),
        before number: Int? = nil,
        limit: Int
    ) async throws(StoreError) -> [AuditRecord] {
        try await flush()
        return try await store.records(matching: filter, before: number, limit: limit)
    }

    /// The entries after a number, oldest first: for export.
    package func records(
        matching filter: AuditFilter = AuditFilter(),
        after number: Int,
        limit: Int
    ) async throws(StoreError) -> [AuditRecord] {
        try await flush()
        return try await store.records(matching: filter, after: number, limit: limit)
    }

    /// Checks the whole chain.
    ///
    /// - Parameter checkpoint: An end of the chain from a log line: with it, entries cut off the end are missed too,
    ///   even where whoever cut them off put the end in the database right.
    package static func verify(
        _ store: any AuditStore,
        against checkpoint: AuditChain.Head? = nil
    ) async throws(StoreError) -> AuditVerdict {
        // Entries may be added while they are read; none of those there were may be missing.
        let checkpoints = [try await store.head()] + (checkpoint.map { [$0] } ?? [])
        var examination = AuditExamination(against: checkpoints)
        while true {
            let records = try await store.indexedRecords(after: examination.head.count, limit: Self.page)
            for record in records {
                if let problem = examination.problem(with: record) { return .broken(problem) }
            }
            guard records.count == Self.page else { break }
        }
        return examination.problem.map(AuditVerdict.broken) ?? .intact(examination.head)
    }

    private static let page = 1000

    private func checkpoint(_ head: AuditChain.Head) {
        guard Date().timeIntervalSince(lastCheckpoint) >= Self.checkpointInterval else { return }
        lastCheckpoint = Date()
        logger.info("Audit trail", metadata: ["entries": "\(head.count)", "hash": "\(head.hash)"])
    }
}

/// What checking the audit trail found.
package enum AuditVerdict: Hashable, Sendable {
    case intact(AuditChain.Head)
    /// The sentence says where and how.
    case broken(String)
}
