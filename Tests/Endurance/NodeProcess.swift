import Foundation

/// A node in a process of its own, which can be killed at any moment.
struct NodeProcess {
    struct Run {
        var status: Int32
        var isKilled: Bool
        var output: String
        var errors: String

        /// The words after the first one of the lines that begin with it.
        func lines(_ word: String) -> [[String]] {
            // The last line may be cut off in the middle.
            output.split(separator: "\n").filter { $0.hasPrefix(word + " ") }
                .map { $0.split(separator: " ").dropFirst().map(String.init) }
        }
    }

    private let arguments: [String]

    init(_ arguments: [String]) { self.arguments = arguments }

    /// Runs a node until it ends, or is killed so long after it is ready.
    func run(_ more: [String], killedAfter patience: Duration? = nil) async throws -> Run {
        let folder = FileManager.default.temporaryDirectory.appending(path: "node-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let output = folder.appending(path: "output")
        let errors = folder.appending(path: "errors")
        for file in [output, errors] { try Data().write(to: file) }
        let process = Process()
        process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = arguments + more
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        let (ends, continuation) = AsyncStream.makeStream(of: Void.self)
        process.terminationHandler = { _ in continuation.finish() }
        try process.run()
        let pid = process.processIdentifier
        let killer = Task {
            guard let patience else { return }
            while try !String(contentsOf: output, encoding: .utf8).hasPrefix("ready") {
                try await Task.sleep(for: .milliseconds(5))
            }
            try await Task.sleep(for: patience)
            kill(pid, SIGKILL)
        }
        for await _ in ends {}
        killer.cancel()
        return Run(
            status: process.terminationStatus,
            isKilled: process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGKILL,
            output: try String(contentsOf: output, encoding: .utf8),
            errors: try String(contentsOf: errors, encoding: .utf8)
        )
    }
}
