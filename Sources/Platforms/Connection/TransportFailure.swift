import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOPosix

#if canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Why no usable answer came over the network.
enum TransportFailure: Error, Hashable {
    /// Nothing was sent: the address was not found, the connection refused, not established in time, or not secure.
    case notConnected(String)
    case deadlinePassed
    case cancelled
    case answerTooLarge
    /// What came is not HTTP, or not the compression it claims to be.
    case unreadable(String)
    /// The connection was lost on the way.
    case connectionLost(String)

    /// Sorts an error of any of the libraries below.
    init(_ error: any Error) {
        switch error {
        case let failure as TransportFailure: self = failure
        case is CancellationError: self = .cancelled
        case let error as HTTPClientError: self.init(error)
        case let error as NIOConnectionError: self = .notConnected("\(error.host):\(error.port) can't be connected to.")
        case let error as IOError: self.init(error)
        case let error as ChannelError: self.init(error)
        case is ResponseAccumulator.ResponseTooBigError, NIOHTTPDecompression.DecompressionError.limit:
            self = .answerTooLarge
        case is NIOHTTPDecompression.DecompressionError, is NIOHTTPDecompression.ExtraDecompressionError:
            self = .unreadable("The answer can't be decompressed.")
        case is HTTPParserError: self = .unreadable("The answer is not HTTP.")
        default: self = .connectionLost("\(type(of: error))")
        }
    }

    private init(_ error: HTTPClientError) {
        switch error {
        case .connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout, .socksHandshakeTimeout,
            .httpProxyHandshakeTimeout, .invalidURL, .emptyHost, .emptyScheme, .alreadyShutdown:
            self = .notConnected(error.shortDescription)
        case .deadlineExceeded, .readTimeout, .writeTimeout: self = .deadlinePassed
        case .cancelled: self = .cancelled
        default: self = .connectionLost(error.shortDescription)
        }
    }

    private init(_ error: IOError) {
        switch error.errnoCode {
        case ECONNREFUSED, ENETUNREACH, EHOSTUNREACH: self = .notConnected(error.description)
        default: self = .connectionLost(error.description)
        }
    }

    private init(_ error: ChannelError) {
        if case .connectTimeout = error {
            self = .notConnected("The connection was not established in time.")
        } else {
            self = .connectionLost("\(error)")
        }
    }

    /// The error for a request that failed this way; `mayHaveBeenSent` says that it is a write and may have left before.
    func error(mayHaveBeenSent: Bool) -> CRMError {
        switch self {
        case .notConnected(let detail): CRMError(.unreachable, detail: detail)
        case .deadlinePassed: CRMError(.timedOut, mayHaveBeenWritten: mayHaveBeenSent)
        case .cancelled: CRMError(.cancelled, mayHaveBeenWritten: mayHaveBeenSent)
        case .answerTooLarge: CRMError(.tooLarge, mayHaveBeenWritten: mayHaveBeenSent)
        case .unreadable(let detail): CRMError(.unreadable, mayHaveBeenWritten: mayHaveBeenSent, detail: detail)
        case .connectionLost(let detail): CRMError(.unreachable, mayHaveBeenWritten: mayHaveBeenSent, detail: detail)
        }
    }
}
