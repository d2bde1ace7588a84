import AsyncHTTPClient
import NIOCore
import Synchronization

/// The body of a request, which notes when the network first asks for it.
///
/// A write whose body was never asked for cannot have been carried out. That is how a request that waited in vain for
/// a connection is told from one that was sent and got no answer.
final class RequestBody: Sendable {
    private let bytes: ByteBuffer
    private let asked = Atomic(false)

    init(_ bytes: [UInt8]) { self.bytes = ByteBuffer(bytes: bytes) }

    var wasAskedFor: Bool { asked.load(ordering: .acquiring) }

    /// The body as the client takes it.
    var outgoing: HTTPClient.Body {
        .stream(contentLength: Int64(bytes.readableBytes)) { [self] writer in
            asked.store(true, ordering: .releasing)
            return writer.write(.byteBuffer(bytes))
        }
    }
}
