import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

/// HTTP/1.1 with gzip and deflate both ways.
///
/// The handlers of NIOHTTPCompression belong between NIO's parser and the translation to HTTPTypes, where Hummingbird's
/// own channel takes none.
struct CompressingChannel: ServerChildChannel, HTTPChannelHandler {
    let responder: HTTPChannelHandler.Responder
    /// The largest body a compressed one may become, in bytes.
    let maximumBodyLength: Int

    func setup(
        channel: any Channel,
        logger: Logger
    ) -> EventLoopFuture<NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            try pipeline.configureHTTPServerPipeline(withPipeliningAssistance: false, withErrorHandling: true)
            try pipeline.addHandler(UnreadableRequestHandler())
            try pipeline.addHandler(NIOHTTPRequestDecompressor(limit: .size(maximumBodyLength)))
            try pipeline.addHandler(AcceptedEncodingHandler())
            try pipeline.addHandler(HTTPResponseCompressor { head, _ in Self.intent(for: head) })
            try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: false))
            try pipeline.addHandler(HTTPConnectionStateHandler(idleTimeout: .seconds(60), logger: logger))
            return try NIOAsyncChannel(
                wrappingChannelSynchronously: channel,
                configuration: .init(isOutboundHalfClosureEnabled: true)
            )
        }
    }

    /// What fits into one packet is there no sooner for being smaller.
    private static func intent(for head: HTTPResponseHead) -> HTTPResponseCompressor.CompressionIntent {
        let length = head.headers.first(name: "Content-Length").flatMap { Int($0) }
        return (length ?? .max) <= packet ? .doNotCompress : .compressIfPossible
    }

    /// What one packet of Ethernet carries beside its own headers and those of an answer, in bytes.
    private static let packet = 1200

    func handle(value channel: NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>, logger: Logger) async {
        await handleHTTP(asyncChannel: channel, logger: logger)
    }
}
