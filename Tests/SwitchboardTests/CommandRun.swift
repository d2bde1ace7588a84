import Foundation
import JSON

/// One run of the built `switchboard`: what it was asked, what it printed, how it ended.
struct CommandRun {
    let status: Int32
    let output: String
    let errors: String

    var lines: [Substring] { output.split(separator: "\n") }

    /// Runs the command to its end. What it prints goes through files, so that no pipe can fill up.
    init(_ arguments: [String], input: String = "") async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let inputFile = URL(filePath: try folder.file("input", holding: input))
        let outputFile = URL(filePath: try folder.file("output", holding: ""))
        let errorFile = URL(filePath: try folder.file("errors", holding: ""))
        let process = Process()
        process.executableURL = try Self.executable
        process.arguments = arguments
        process.standardInput = try FileHandle(forReadingFrom: inputFile)
        process.standardOutput = try FileHandle(forWritingTo: outputFile)
        process.standardError = try FileHandle(forWritingTo: errorFile)
        status = try await process.runToEnd()
        output = try String(contentsOf: outputFile, encoding: .utf8)
        errors = try String(contentsOf: errorFile, encoding: .utf8)
    }

    init(_ arguments: String..., input: String = "") async throws {
        try await self.init(arguments, input: input)
    }

    /// What was printed, as JSON.
    func json() throws -> JSONValue { try JSONValue(parsing: output) }

    struct NotBuilt: Error {
        let path: String
    }

    /// The command line, which the build puts beside the tests.
    static var executable: URL {
        get throws {
            let url = Bundle.main.bundleURL.appending(path: "switchboard")
            guard FileManager.default.isExecutableFile(atPath: url.path) else { throw NotBuilt(path: url.path) }
            return url
        }
    }
}

extension Process {
    /// Starts the process and waits for its end without holding a thread.
    ///
    /// - Returns: The exit status.
    func runToEnd() async throws -> Int32 {
        let (ends, continuation) = AsyncStream.makeStream(of: Int32.self)
        terminationHandler = { process in
            continuation.yield(process.terminationStatus)
            continuation.finish()
        }
        try run()
        return await ends.first { _ in true } ?? -1
    }
}
