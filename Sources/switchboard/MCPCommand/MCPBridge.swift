import Agents
import AsyncHTTPClient
import Foundation
import JSON
import NIOCore
import NIOHTTP1
import Platforms

/// Carries the messages of a client at standard input to a door for MCP, and what comes from there to standard output.
///
/// It knows no more of the protocol than how a message of each revision travels over HTTP.
actor MCPBridge {
    private let client: HTTPClient
    private let address: String
    /// Who asks, and about which call.
    private let headers: HTTPHeaders
    /// The call of the messages that name none; nil where the headers name it.
    private let usualCall: String?
    /// What an older client agreed on with the server.
    private var session: String?
    private var revision: String?
    /// The requests that are not answered yet.
    private var underWay: [JSONValue: Task<Void, Never>] = [:]
    /// What is open for as long as the client is there.
    private var listening: [Task<Void, Never>] = []

    static let callHeader = "X-Call-Id"

    init(to address: String, token: Secret, call: [(name: String, value: String)], usualCall: String?) {
        self.address = address
        self.usualCall = usualCall
        var headers = HTTPHeaders([("Authorization", "Bearer \(token.text)")])
        for (name, value) in call { headers.add(name: name, value: value) }
        self.headers = headers
        var configuration = HTTPClient.Configuration(
            // The token must not follow to another host.
            redirectConfiguration: .disallow,
            // The server says something every fifteen seconds.
            timeout: .init(connect: .seconds(5), read: .seconds(60))
        )
        configuration.connectionPool.retryConnectionEstablishment = false
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Carries messages until the client closes its end.
    func run() async {
        for await line in Self.lines() where !line.isEmpty { await take(line) }
        // What was asked before the end is still answered, if that does not take long.
        let end = ContinuousClock.now + .seconds(5)
        while !underWay.isEmpty, ContinuousClock.now < end { try? await Task.sleep(for: .milliseconds(20)) }
        for task in underWay.values { task.cancel() }
        for task in listening { task.cancel() }
        if session != nil { _ = try? await client.execute(request(.DELETE), timeout: .seconds(5)) }
        // It fails only when it was shut down before.
        try? await client.shutdown()
    }

    /// Reading waits, so it has a thread of its own.
    private static func lines() -> AsyncStream<String> {
        AsyncStream { continuation in
            Thread.detachNewThread {
                while let line = readLine() { continuation.yield(line) }
                continuation.finish()
            }
        }
    }

    private func take(_ line: String) async {
        guard let message = try? JSONValue(parsing: line) else {
            return write(Self.error(-32700, "A line is one message in JSON.", to: nil))
        }
        let id = message["id"]
        switch message["method"]?.string {
        case "initialize"?:
            // What comes next needs what is agreed on here.
            await carry(message)
        case "notifications/cancelled"?:
            if let id = message["params"]?["requestId"] { underWay[id]?.cancel() }
        case "notifications/initialized"?:
            await carry(message)
            if session != nil { listening.append(Task { await self.listen() }) }
        case "subscriptions/listen"?: listening.append(Task { await self.carry(message) })
        case _? where id != nil:
            let id = id ?? .null
            underWay[id] = Task {
                await self.carry(message)
                self.underWay[id] = nil
            }
        default: await carry(message)
        }
    }

    /// Sends a message and writes down what it is answered with.
    private func carry(_ message: JSONValue) async {
        let id = message["id"]
        var request = request(.POST, message)
        request.headers.add(name: "Content-Type", value: "application/json")
        request.body = .bytes(ByteBuffer(bytes: message.serialized()))
        do {
            let response = try await client.execute(request, deadline: .distantFuture)
            if message["method"] == "initialize" { session = response.headers.first(name: "Mcp-Session-Id") }
            if response.headers.first(name: "Content-Type")?.hasPrefix("text/event-stream") ?? false {
                return try await relay(response)
            }
            let body = try await response.body.collect(upTo: 16_000_000)
            let answer = try? JSONValue(parsing: Array(body.readableBytesView))
            if let answer, answer["jsonrpc"] != nil || answer.array != nil {
                if message["method"] == "initialize" { revision = answer["result"]?["protocolVersion"]?.string }
                return write(answer.serializedText())
            }
            // A notification is answered with nothing.
            guard let id, message["method"] != nil else { return }
            let reason = answer?["detail"]?.string ?? String(String(buffer: body).prefix(200))
            write(Self.error(-32603, "The server answers \(response.status.code). \(reason)", to: id))
        } catch is CancellationError {
            return
        } catch {
            guard !Task.isCancelled, let id, message["method"] != nil else { return }
            write(Self.error(-32603, "\(address) can't be reached, or has gone away: \(error)", to: id))
        }
    }

    /// What an older client hears of by itself.
    private func listen() async {
        while !Task.isCancelled {
            if let response = try? await client.execute(request(.GET), deadline: .distantFuture) {
                guard response.status == .ok else { return }
                try? await relay(response)
            }
            try? await Task.sleep(for: .seconds(1))
        }
    }

    private func relay(_ response: HTTPClientResponse) async throws {
        var events = ServerSentEvents()
        for try await part in response.body {
            for event in try events.read(part.readableBytesView) { write(event.data) }
        }
        if let event = events.finish() { write(event.data) }
    }

    /// A request with the headers that the revision of its message has.
    private func request(_ method: HTTPMethod, _ message: JSONValue? = nil) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: address)
        request.method = method
        request.headers = headers
        request.headers.add(name: "Accept", value: "application/json, text/event-stream")
        if let usualCall, !Self.namesCall(message) { request.headers.add(name: Self.callHeader, value: usualCall) }
        if let stated = message?["params"]?["_meta"]?["io.modelcontextprotocol/protocolVersion"]?.string {
            request.headers.add(name: "MCP-Protocol-Version", value: stated)
            request.headers.add(name: "Mcp-Method", value: Self.header(message?["method"]?.string ?? ""))
            if let name = message?["params"]?["name"]?.string {
                request.headers.add(name: "Mcp-Name", value: Self.header(name))
            }
        } else {
            if let session { request.headers.add(name: "Mcp-Session-Id", value: session) }
            if let revision { request.headers.add(name: "MCP-Protocol-Version", value: revision) }
        }
        return request
    }

    /// Whether a message says itself which call it belongs to. An empty name, or null, says nothing.
    private static func namesCall(_ message: JSONValue?) -> Bool {
        guard let name = message?["params"]?["_meta"]?["switchboard/call_id"] else { return false }
        return name != "" && name != .null
    }

    /// A text as a header can hold it.
    private static func header(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { (0x21...0x7E).contains($0) } && !text.hasPrefix("=?base64?")
        return isPlain ? text : "=?base64?\(Data(text.utf8).base64EncodedString())?="
    }

    private static func error(_ code: Int, _ message: String, to id: JSONValue?) -> String {
        let error: JSONValue = ["code": .number(JSONNumber(code)), "message": .string(message)]
        let answer: JSONValue = ["jsonrpc": "2.0", "id": id ?? .null, "error": error]
        return answer.serializedText()
    }

    /// Writes a message on a line of its own.
    private func write(_ message: String) {
        Terminal.writeLine(message.replacing("\n", with: " "))
    }
}
