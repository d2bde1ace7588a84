import Foundation
import Synchronization

/// A bar on standard error that grows as work is done. Silent where there is no terminal.
final class ProgressBar: Sendable {
    private let label: String
    private let shown = Mutex(-1)
    private static let width = 40

    init(_ label: String) { self.label = label }

    func show(_ done: Int, of total: Int) {
        guard isatty(STDERR_FILENO) == 1, total > 0 else { return }
        let percent = min(100, done * 100 / total)
        let isNew = shown.withLock { shown in
            defer { shown = percent }
            return shown != percent
        }
        guard isNew else { return }
        let filled = percent * Self.width / 100
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: Self.width - filled)
        let end = percent == 100 ? "\n" : ""
        try? FileHandle.standardError.write(contentsOf: Data("\r\(label) [\(bar)] \(percent) %\(end)".utf8))
    }
}
