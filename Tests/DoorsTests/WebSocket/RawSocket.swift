import NIOCore
import NIOPosix

/// A connection on which bytes are sent as a test wants them, however wrong.
struct RawSocket {
    private let channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>

    /// Connects, sends, and gives all that comes until the other side closes, or the body has what it wants.
    static func exchange(
        with port: Int,
        _ chunks: [[UInt8]],
        until isEnough: @escaping @Sendable ([UInt8]) -> Bool = { _ in false }
    ) async throws -> [UInt8] {
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            for chunk in chunks { try await outbound.write(ByteBuffer(bytes: chunk)) }
            var heard: [UInt8] = []
            do {
                for try await bytes in inbound {
                    heard += bytes.readableBytesView
                    if isEnough(heard) { break }
                }
            } catch is IOError {
                // A reset is an end, too.
            }
            return heard
        }
    }

    static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    static let handshake = Array(
        """
        GET /socket HTTP/1.1\r
        Host: localhost\r
        Connection: Upgrade\r
        Upgrade: websocket\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        \r\n
        """.utf8
    )

    /// A frame with a mask of zeros, so that its content stands there as it is.
    static func frame(_ opcode: UInt8, _ content: [UInt8], isLast: Bool = true, isMasked: Bool = true) -> [UInt8] {
        var frame = [(isLast ? 0x80 : 0) | opcode]
        let mask: UInt8 = isMasked ? 0x80 : 0
        if content.count < 126 {
            frame.append(mask | UInt8(content.count))
        } else {
            frame += [mask | 127] + (0..<8).reversed().map { UInt8(truncatingIfNeeded: content.count >> ($0 * 8)) }
        }
        return frame + (isMasked ? [0, 0, 0, 0] : []) + content
    }
}
