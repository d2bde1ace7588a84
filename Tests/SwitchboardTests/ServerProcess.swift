import Foundation
import FoundationNetworking
import JSON
import Synchronization
import Testing

/// `switchboard serve`, running as a process of its own on a free port.
struct ServerProcess {
    let address: String
    let log: LogFile
    private let output: Output

    /// What the server has written to standard error.
    struct LogFile {
        let path: String

        var text: String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }
    }

    struct NeverSaid: Error {
        let wanted: String
        let output: String
    }

    /// What the server says on standard output.
    private final class Output: Sendable {
        private let state = Mutex((text: "", isEnded: false))

        init(_ pipe: Pipe) {
            pipe.fileHandleForReading.readabilityHandler = { [self] handle in
                let data = handle.availableData
                if data.isEmpty { handle.readabilityHandler = nil }
                state.withLock { state in
                    state.text += String(decoding: data, as: UTF8.self)
                    state.isEnded = data.isEmpty
                }
            }
        }

        var current: (text: String, isEnded: Bool) { state.withLock { $0 } }
    }

    /// Starts a server, runs `body` with it, and stops it as a person would.
    static func running(
        _ options: String...,
        in folder: TemporaryFolder,
        body: (ServerProcess) async throws -> Void
    ) async throws {
        let process = Process()
        process.executableURL = try CommandRun.executable
        process.arguments = ["serve", "--port", "0", "--data", folder.path("data")] + options
        process.standardInput = FileHandle.nullDevice
        let log = LogFile(path: folder.path("log"))
        #expect(FileManager.default.createFile(atPath: log.path, contents: nil))
        process.standardError = try FileHandle(forWritingTo: URL(filePath: log.path))
        let pipe = Pipe()
        process.standardOutput = pipe
        let output = Output(pipe)
        let (ends, endContinuation) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = { process in
            endContinuation.yield(process.terminationStatus)
            endContinuation.finish()
        }
        try process.run()
        do {
            let greeting = try await text(of: output, log) {
                $0.firstMatch(of: #/Switchboard listens on (http:\S+[0-9])\./#)
            }
            try await body(ServerProcess(address: String(greeting.1), log: log, output: output))
        } catch {
            process.terminate()
            throw error
        }
        process.terminate()
        let status = await ends.first { _ in true }
        #expect(status == 0, "A server that is told to stop stops without complaint: \(log.text)")
    }

    /// Waits until the server has said something.
    func waitFor(_ words: String) async throws {
        _ = try await Self.text(of: output, log, words) { $0.firstRange(of: words) }
    }

    /// Waits until a line with these words is in the log.
    func waitForLog(_ words: String) async throws {
        let end = ContinuousClock.now + .seconds(30)
        while !log.text.contains(words) {
            guard ContinuousClock.now < end else { throw NeverSaid(wanted: words, output: log.text) }
            await Task.yield()
        }
    }

    private static func text<Found>(
        of output: Output,
        _ log: LogFile,
        _ wanted: String = "where it listens",
        _ find: (String) -> Found?
    ) async throws -> Found {
        let end = ContinuousClock.now + .seconds(30)
        while true {
            let (text, isEnded) = output.current
            if let found = find(text) { return found }
            guard !isEnded, ContinuousClock.now < end else { throw NeverSaid(wanted: wanted, output: text + log.text) }
            await Task.yield()
        }
    }

    /// The first match in what the server has said.
    func said(_ pattern: some RegexComponent<Substring>) throws -> String {
        let text = output.current.text
        guard let match = text.firstMatch(of: pattern) else { throw NeverSaid(wanted: "a match", output: text) }
        return String(match.output)
    }

    func get(_ path: String, _ headers: [String: String] = [:]) async throws -> (status: Int, body: String) {
        let answer = try await send("GET", path, nil, headers)
        return (answer.status, answer.body)
    }

    func send(
        _ method: String,
        _ path: String,
        _ body: JSONValue?,
        _ headers: [String: String] = [:]
    ) async throws -> (status: Int, body: String, cookie: String?) {
        var request = URLRequest(url: try #require(URL(string: address + path)))
        request.httpMethod = method
        if let body {
            request.httpBody = Data(body.serialized())
            request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        }
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpCookieStorage = nil
        let (data, response) = try await URLSession(configuration: configuration).data(for: request)
        let answer = response as? HTTPURLResponse
        return (
            answer?.statusCode ?? 0, String(decoding: data, as: UTF8.self),
            answer?.value(forHTTPHeaderField: "Set-Cookie")
        )
    }
}
