import NIOCore
import Synchronization

/// The body of a request, which notes when the network first asks for it.
///
/// A write whose body was never asked for cannot have been carried out. That is how a request that waited in vain for
/// a connection is told from one that was sent and got no answer.
final class RequestBody: AsyncSequence, Sendable {
    typealias Element = ByteBuffer

    private let bytes: ByteBuffer
    private let asked = Atomic(false)

    init(_ bytes: [UInt8]) { self.bytes = ByteBuffer(bytes: bytes) }

    var length: Int { bytes.readableBytes }
    var wasAskedFor: Bool { asked.load(ordering: .acquiring) }

    struct Iterator: AsyncIteratorProtocol {
        let body: RequestBody
        var isFinished = false

        mutating func next() async -> ByteBuffer? {
            guard !isFinished else { return nil }
            isFinished = true
            body.asked.store(true, ordering: .releasing)
            return body.bytes
        }
    }

    func makeAsyncIterator() -> Iterator { Iterator(body: self) }
}
