import AsyncHTTPClient
import Foundation
import JSON
import NIOCore
import NIOHTTP1

/// A `switchboard serve` of its own, in a folder of its own, for as long as a benchmark needs it.
final class RunningServer {
    let url: String
    private let program: Program
    private let log: URL

    /// Starts a server and waits until it answers.
    ///
    /// - Parameter core: The only processor it may run on; nil for all.
    /// - Returns: The server, and how long it took from the start of the process to its first answer.
    static func start(
        _ executable: URL,
        in folder: URL,
        port: Int,
        settings: [String: String],
        onCore core: Int? = nil,
        with client: HTTPClient
    ) async throws -> (server: RunningServer, startTime: Duration) {
        let begin = ContinuousClock.now
        let server = try RunningServer(executable, in: folder, port: port, settings: settings, core: core)
        while true {
            var request = HTTPClientRequest(url: server.url + "/healthz")
            request.headers.add(name: "Connection", value: "close")
            if let response = try? await client.execute(request, timeout: .seconds(1)), response.status == .ok {
                return (server, begin.duration(to: .now))
            }
            guard server.program.isRunning, begin.duration(to: .now) < .seconds(30) else {
                throw Program.Failure(description: "The server did not start:\n\(server.output)")
            }
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    private init(_ executable: URL, in folder: URL, port: Int, settings: [String: String], core: Int?) throws {
        url = "http://127.0.0.1:\(port)"
        log = folder.appendingPathComponent("server.log")
        let start = core.map { ["/usr/bin/taskset", "--cpu-list", String($0), executable.path] } ?? [executable.path]
        let arguments = ["serve", "--data", folder.appendingPathComponent("data").path, "--port", String(port)]
        program = try Program(
            start[0],
            start.dropFirst() + arguments
                + settings.sorted { $0.key < $1.key }.flatMap { ["--set", "\($0.key)=\($0.value)"] },
            log: log
        )
    }

    var output: String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }
    var residentMemory: Int? { program.residentMemory }
    var processorTime: Duration? { program.processorTime }

    func stop() { program.stop() }

    /// The token with which the first owner is made, once the server has printed it.
    func setUpToken() async throws -> String {
        let end = ContinuousClock.now + .seconds(5)
        while ContinuousClock.now < end {
            if let match = output.firstMatch(of: /swb_setup_[0-9a-z]+/) { return String(match.output) }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw Program.Failure(description: "The server printed no set-up token:\n\(output)")
    }
}

/// Whoever asks a server for something in JSON.
struct JSONClient: Sendable {
    let client: HTTPClient
    let url: String
    var token: String?

    @discardableResult
    func post(_ path: String, _ body: JSONValue = [:]) async throws -> JSONValue {
        try await answer(to: request(.POST, path, body))
    }

    func get(_ path: String) async throws -> JSONValue { try await answer(to: request(.GET, path, nil)) }

    func request(_ method: HTTPMethod, _ path: String, _ body: JSONValue?) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: url + path)
        request.method = method
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: body.serialized()))
        }
        return request
    }

    /// Sends a request and gives its answer, which must be a good one.
    func answer(to request: HTTPClientRequest) async throws -> JSONValue {
        let response = try await client.execute(request, timeout: .seconds(30))
        let body = try await response.body.collect(upTo: 10_000_000)
        guard (200..<300).contains(response.status.code) else {
            throw Program.Failure(description: "\(request.url): \(response.status) \(String(buffer: body))")
        }
        return body.readableBytes == 0 ? .null : try JSONValue(parsing: Array(body.readableBytesView))
    }
}
