import NIOCore
import NIOHTTP1

/// Ends a connection on which something came that is not HTTP; NIO has answered it by then.
///
/// The error goes no further: Hummingbird would answer it again, and the compressor ends the process over an answer
/// without a request.
final class UnreadableRequestHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if error is HTTPParserError {
            context.close(promise: nil)
        } else {
            context.fireErrorCaught(error)
        }
    }
}
