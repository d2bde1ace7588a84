import Dispatch
import Foundation
import Synchronization

/// Writes the lines of the log, many at a time and on a thread of their own: whoever reads them slowly must not keep a
/// caller waiting.
enum LogQueue {
    private static let queue = DispatchQueue(label: "log")
    private static let waiting = Mutex<[@Sendable () -> String]>([])
    /// How long a line waits for others to be written with.
    private static let pause = DispatchTimeInterval.milliseconds(20)
    /// How many lines may wait before whoever logs has to.
    private static let capacity = 10_000

    /// - Parameter line: Makes the line, when it is written.
    static func add(_ line: @escaping @Sendable () -> String) {
        let count = waiting.withLock { lines in
            lines.append(line)
            return lines.count
        }
        if count == 1 { queue.asyncAfter(deadline: .now() + pause) { write() } }
        if count > capacity { flush() }
    }

    /// Waits until all lines are written; for the end of the process.
    static func flush() { queue.sync { write() } }

    private static func write() {
        let lines = waiting.withLock { lines in
            defer { lines = [] }
            return lines
        }
        let bytes = Array(lines.map { $0() + "\n" }.joined().utf8)
        // There is nobody to tell when it fails.
        _ = bytes.withUnsafeBytes { Foundation.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
