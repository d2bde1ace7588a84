import Foundation
import FoundationNetworking
import JSON
import Testing

/// `switchboard serve`, running as a process of its own on a free port.
struct ServerProcess {
    let address: String
    /// What the server has written to standard error.
    let log: OutputFile
    private let output: OutputFile
    private let process: Process

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
        let log = try OutputFile(folder.path("log"))
        process.standardError = try log.handle()
        let output = try OutputFile(folder.path("output"))
        process.standardOutput = try output.handle()
        let (ends, endContinuation) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = { process in
            endContinuation.yield(process.terminationStatus)
            endContinuation.finish()
        }
        try process.run()
        do {
            let greeting = try await output.text(of: process, "where it listens") {
                $0.firstMatch(of: #/Switchboard listens on (http:\S+[0-9])\./#)
            }
            try await body(ServerProcess(address: String(greeting.1), log: log, output: output, process: process))
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
        _ = try await output.text(of: process, words) { $0.firstRange(of: words) }
    }

    /// Waits until a line with these words is in the log.
    func waitForLog(_ words: String) async throws {
        _ = try await log.text(of: process, words) { $0.firstRange(of: words) }
    }

    /// The first match in what the server has said.
    func said(_ pattern: some RegexComponent<Substring>) throws -> String {
        let text = output.text
        guard let match = text.firstMatch(of: pattern) else {
            throw OutputFile.NeverSaid(wanted: "a match", output: text)
        }
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
