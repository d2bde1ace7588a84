import NIOCore
import NIOPosix

/// A connection that sends any bytes and takes whatever comes, until the other side ends it.
enum RawConnection {
    struct StillOpen: Error {}

    struct Answer {
        var bytes: [UInt8] = []
        var text: String { String(decoding: bytes, as: UTF8.self) }
        var status: Int? { text.split(separator: " ").dropFirst().first.flatMap { Int($0) } }
    }

    /// Sends bytes, and answers what came back by the time the server ended the connection.
    ///
    /// `halfCloses` says that nothing more will be sent. Throws ``StillOpen`` when the server keeps it open too long.
    static func exchange(
        _ bytes: [UInt8],
        port: Int,
        halfCloses: Bool = false,
        patience: Duration = .seconds(10)
    ) async throws -> Answer {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel,
                        configuration: .init(isOutboundHalfClosureEnabled: true)
                    )
                }
            }
        return try await withThrowingTaskGroup(of: Answer.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await talk(bytes, on: channel, halfCloses: halfCloses) }
            group.addTask {
                try await Task.sleep(for: patience)
                throw StillOpen()
            }
            guard let answer = try await group.next() else { throw StillOpen() }
            return answer
        }
    }

    private static func talk(
        _ bytes: [UInt8],
        on channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>,
        halfCloses: Bool
    ) async throws -> Answer {
        try await channel.executeThenClose { inbound, outbound in
            var answer = Answer()
            do {
                try await outbound.write(ByteBuffer(bytes: bytes))
                if halfCloses { outbound.finish() }
                for try await part in inbound { answer.bytes += Array(part.readableBytesView) }
            } catch is IOError {
                // Reset by the server: that ends it too.
            } catch is ChannelError {
                // Closed by the server while something was still being sent.
            }
            return answer
        }
    }
}
