import Dispatch
import Synchronization

/// Hands batches from one thread to another, which wait for each other: the maker when too many lie ready, the taker when
/// none does.
final class BatchQueue<Batch: Sendable>: Sendable {
    private struct State {
        var batches: [Batch] = []
        /// Whether no more are made, or no more are wanted.
        var isClosed = false
    }

    private let state = Mutex(State())
    private let free: DispatchSemaphore
    private let ready = DispatchSemaphore(value: 0)

    /// So many batches may lie ready.
    init(capacity: Int) { free = DispatchSemaphore(value: capacity) }

    /// Adds a batch; false when no more are wanted.
    func put(_ batch: Batch) -> Bool {
        free.wait()
        let isWanted = state.withLock { state in
            if !state.isClosed { state.batches.append(batch) }
            return !state.isClosed
        }
        ready.signal()
        return isWanted
    }

    /// The next batch; nil when there are no more.
    func next() -> Batch? {
        ready.wait()
        let batch = state.withLock { $0.batches.isEmpty ? nil : $0.batches.removeFirst() }
        free.signal()
        return batch
    }

    /// Lets both go on without the other.
    func close() {
        state.withLock { $0.isClosed = true }
        ready.signal()
        free.signal()
    }
}
