import GRDB
import Platforms
import Synchronization

/// Commits the transactions of many callers together, for making one durable costs as much as making hundreds.
///
/// While one group is being written to the disk, the next gathers. Each transaction stands in a savepoint of its own, so
/// one that fails takes nothing of the others with it.
final class SQLiteGroupCommit: Sendable {
    /// So many transactions share a commit at most: readers of their results wait for all of them.
    private static let groupSize = 512

    private struct State {
        var waiting: [SQLiteTransaction] = []
        var isWriting = false
        var isEnded = false
        var whenIdle: [CheckedContinuation<Void, Never>] = []
    }

    private let writer: any DatabaseWriter
    private let state = Mutex(State())

    init(writer: any DatabaseWriter) { self.writer = writer }

    func add(_ transaction: SQLiteTransaction) {
        enum Next {
            case refuse, wait, write
        }
        let next = state.withLock { state -> Next in
            if state.isEnded { return .refuse }
            state.waiting.append(transaction)
            if state.isWriting { return .wait }
            state.isWriting = true
            return .write
        }
        switch next {
        case .refuse: transaction.fail(SQLiteDatabase.closed)
        case .wait: break
        case .write: writer.asyncWriteWithoutTransaction { [self] in writeAll($0) }
        }
    }

    /// Whether it takes nothing more.
    var isEnded: Bool { state.withLock { $0.isEnded } }

    /// Takes nothing more, and returns when what was taken is done.
    ///
    /// - Returns: Whether it took anything until now.
    func end() async -> Bool {
        var wasOpen = true
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                wasOpen = !state.isEnded
                state.isEnded = true
                if state.isWriting { state.whenIdle.append(continuation) }
                return !state.isWriting
            }
            if isIdle { continuation.resume() }
        }
        return wasOpen
    }

    private func writeAll(_ database: GRDB.Database) {
        while let group = nextGroup() { write(group, in: database) }
    }

    private func nextGroup() -> [SQLiteTransaction]? {
        var idle: [CheckedContinuation<Void, Never>] = []
        let group = state.withLock { state -> [SQLiteTransaction]? in
            let group = Array(state.waiting.prefix(Self.groupSize))
            state.waiting.removeFirst(group.count)
            guard group.isEmpty else { return group }
            state.isWriting = false
            swap(&idle, &state.whenIdle)
            return nil
        }
        for continuation in idle { continuation.resume() }
        return group
    }

    private func write(_ group: [SQLiteTransaction], in database: GRDB.Database) {
        var endings: [SQLiteTransaction.Ending] = []
        var lost: StoreError?
        do {
            try database.inTransaction(.immediate) {
                for transaction in group {
                    endings.append(try run(transaction, in: database))
                }
                return .commit
            }
        } catch {
            lost = StoreError(sqlite: error)
        }
        for ending in endings { ending.tell(lost) }
        if let lost {
            for transaction in group.dropFirst(endings.count) { transaction.fail(lost) }
        }
    }

    private func run(
        _ transaction: SQLiteTransaction,
        in database: GRDB.Database
    ) throws -> SQLiteTransaction.Ending {
        var ending: SQLiteTransaction.Ending?
        let session = SQLiteSession(database)
        try database.inSavepoint {
            let result = transaction.run(session)
            ending = result
            // A full disk ends the transaction of all.
            if let failure = session.failure, !database.isInsideTransaction { throw failure }
            return result.isGood ? .commit : .rollback
        }
        return try ending ?? { throw StoreError.unavailable("The transaction did not run.") }()
    }
}
