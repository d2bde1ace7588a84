import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOHTTPCompression

/// The way to the network: pooled connections, bounded waiting, bounded answers, no redirects.
///
/// One transport serves all connections of the process; it must be shut down before it goes away.
package struct HTTPTransport: Sendable {
    private let client: HTTPClient
    private let maximumAnswerSize: Int

    /// - Parameters:
    ///   - connectTimeout: How long to wait for a connection to be established.
    ///   - maximumAnswerSize: The longest body taken, in bytes after decompression.
    package init(connectTimeout: Duration = .seconds(2), maximumAnswerSize: Int = 10_000_000) {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: TimeAmount(connectTimeout)),
            // A request that waits for a free connection waits no longer than one that waits for a new one.
            connectionPool: .init(idleTimeout: .seconds(50), concurrentHTTP1ConnectionsPerHostSoftLimit: 128),
            decompression: .enabled(limit: .size(maximumAnswerSize))
        )
        // A refused connection is reported at once; whether and when to try again is decided with the deadline in view.
        configuration.connectionPool.retryConnectionEstablishment = false
        // With one request at a time on a connection, a lost connection concerns that request only.
        configuration.httpVersion = .http1Only
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        self.maximumAnswerSize = maximumAnswerSize
    }

    package func shutdown() async {
        // It fails only when it was shut down before.
        try? await client.shutdown()
    }

    struct Request: Sendable {
        var method: HTTPMethod
        var url: String
        var headers: HTTPHeaders
        var body: RequestBody?
    }

    struct Answer: Sendable {
        var status: Int
        var headers: HTTPHeaders
        var body: [UInt8]
    }

    /// Sends a request once and waits for its whole answer, whatever its status.
    func answer(to request: Request, by deadline: ContinuousClock.Instant) async throws(TransportFailure) -> Answer {
        let remaining = ContinuousClock.now.duration(to: deadline)
        guard remaining > .zero else { throw .deadlinePassed }
        var sent = HTTPClientRequest(url: request.url)
        sent.method = request.method
        sent.headers = request.headers
        sent.headers.add(name: "Accept-Encoding", value: "gzip, deflate")
        if let body = request.body { sent.body = .stream(body, length: .known(Int64(body.length))) }
        let outgoing = sent
        do {
            // The client's own deadline ends with the head of the answer; a body may not drip in after ours either.
            return try await withDeadline(deadline) { [client, maximumAnswerSize] in
                let response = try await client.execute(outgoing, timeout: TimeAmount(remaining))
                let body = try await response.body.collect(upTo: maximumAnswerSize)
                return Answer(
                    status: Int(response.status.code),
                    headers: response.headers,
                    body: Array(body.readableBytesView)
                )
            }
        } catch {
            throw TransportFailure(error)
        }
    }
}
