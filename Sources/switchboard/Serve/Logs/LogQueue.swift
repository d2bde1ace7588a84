import Dispatch
import Synchronization

/// Writes the lines of the log one after the other, on a thread of their own: whoever reads them slowly must not keep a
/// caller waiting.
enum LogQueue {
    private static let queue = DispatchQueue(label: "log")
    private static let waiting = Atomic(0)
    /// How many lines may wait before whoever logs has to.
    private static let capacity = 10_000

    static func add(_ write: @escaping @Sendable () -> Void) {
        waiting.add(1, ordering: .relaxed)
        queue.async {
            write()
            waiting.subtract(1, ordering: .relaxed)
        }
        if waiting.load(ordering: .relaxed) > capacity { flush() }
    }

    /// Waits until all lines are written; for the end of the process.
    static func flush() { queue.sync {} }
}
