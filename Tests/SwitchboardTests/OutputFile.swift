import Foundation
import Testing

/// What a process writes, in a file: a pipe can fill up, and has to be read on a thread of its own.
struct OutputFile {
    let path: String

    struct NeverSaid: Error {
        let wanted: String
        let output: String
    }

    init(_ path: String) throws {
        self.path = path
        #expect(FileManager.default.createFile(atPath: path, contents: nil))
    }

    var text: String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }

    /// Where the process writes.
    func handle() throws -> FileHandle { try FileHandle(forWritingTo: URL(filePath: path)) }

    /// Waits until the process has written something.
    func text<Found>(of process: Process, _ wanted: String, _ find: (String) -> Found?) async throws -> Found {
        let end = ContinuousClock.now + .seconds(30)
        while true {
            let (hasEnded, text) = (!process.isRunning, text)
            if let found = find(text) { return found }
            guard !hasEnded, ContinuousClock.now < end else { throw NeverSaid(wanted: wanted, output: text) }
            await Task.yield()
        }
    }
}
