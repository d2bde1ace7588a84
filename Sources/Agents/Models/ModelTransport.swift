import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix

#if canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The way to the providers of models: pooled connections, no redirects, streams that may pause but not stop.
///
/// One transport serves all conversations of a process; it must be shut down before it goes away.
package struct ModelTransport: Sendable {
    /// An answer longer than this is no response of a model.
    static let maximumAnswerSize = 8_000_000

    let client: HTTPClient

    /// - Parameter silence: How long a stream may say nothing before it counts as cut off.
    package init(connectTimeout: Duration = .seconds(2), silence: Duration = .seconds(10)) {
        var configuration = HTTPClient.Configuration(
            // A key must not follow to another host.
            redirectConfiguration: .disallow,
            timeout: .init(connect: TimeAmount(connectTimeout), read: TimeAmount(silence)),
            // A response holds its connection for as long as the agent speaks: nobody may wait for another call to end.
            connectionPool: .init(idleTimeout: .seconds(50), concurrentHTTP1ConnectionsPerHostSoftLimit: 10_000)
        )
        configuration.connectionPool.retryConnectionEstablishment = false
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    package func shutdown() async {
        // It fails only when it was shut down before.
        try? await client.shutdown()
    }
}

extension ModelError {
    /// Sorts an error of the libraries that carry a request.
    init(transport error: any Error) {
        switch error {
        case let error as ModelError: self = error
        case let error as HTTPClientError:
            switch error {
            case .connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout, .invalidURL, .emptyHost,
                .emptyScheme, .alreadyShutdown:
                self.init(.unreachable, "No connection: \(error.shortDescription)")
            case .deadlineExceeded, .readTimeout, .writeTimeout:
                self.init(.timedOut, "Nothing came in time: \(error.shortDescription)")
            default: self.init(.cutOff, "The connection was lost: \(error.shortDescription)")
            }
        case is NIOConnectionError, is ChannelError: self.init(.unreachable, "No connection to the provider.")
        case let error as IOError where [ECONNREFUSED, ENETUNREACH, EHOSTUNREACH].contains(error.errnoCode):
            self.init(.unreachable, "No connection to the provider.")
        case is IOError, HTTPParserError.invalidEOFState: self.init(.cutOff, "The connection was lost.")
        case is HTTPParserError: self.init(.unreadable, "The answer is not HTTP.")
        default: self.init(.cutOff, "The connection was lost: \(type(of: error))")
        }
    }

    /// What an answer's status means that is no success.
    init(status: Int, _ headers: HTTPHeaders) {
        let kind: Kind =
            switch status {
            case 401, 403: .keyRefused
            case 408: .timedOut
            case 429, 503, 529: .overloaded
            case 500...: .failed
            case 300..<400: .unreadable
            default: .requestRefused
            }
        let seconds = headers.first(name: "Retry-After").flatMap(Double.init)
        let wait = seconds.flatMap { (0...3600).contains($0) ? Duration.seconds($0) : nil }
        // The body can quote the request, or a part of the key.
        self.init(kind, "The provider answers \(status).", retryAfter: wait)
    }
}
