import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOPosix

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
        // Nothing collects spans here, and to make those that nobody collects is work too.
        configuration.tracing.tracer = nil
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
        do {
            var headers = request.headers
            headers.add(name: "Accept-Encoding", value: "gzip, deflate")
            let outgoing = try HTTPClient.Request(
                url: request.url,
                method: request.method,
                headers: headers,
                body: request.body?.outgoing
            )
            // This deadline is for the whole of the answer: a body may not drip in after it either.
            let task = client.execute(
                request: outgoing,
                delegate: ResponseAccumulator(request: outgoing, maxBodySize: maximumAnswerSize),
                eventLoop: preferredLoop,
                deadline: .now() + TimeAmount(remaining)
            )
            let response = try await withTaskCancellationHandler {
                try await task.get()
            } onCancel: {
                task.cancel()
            }
            return Answer(
                status: Int(response.status.code),
                headers: response.headers,
                body: response.body.map { Array($0.readableBytesView) } ?? []
            )
        } catch {
            throw TransportFailure(error)
        }
    }

    /// The loop whose thread asks, for the answer to come to it without a change of threads. A connection on another one
    /// is taken when none is free there.
    private var preferredLoop: HTTPClient.EventLoopPreference {
        guard let current = MultiThreadedEventLoopGroup.currentEventLoop,
            client.eventLoopGroup.makeIterator().contains(where: { $0 === current })
        else { return .indifferent }
        return .delegate(on: current)
    }
}
