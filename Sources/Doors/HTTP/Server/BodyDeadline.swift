import NIOCore
import NIOHTTPTypes

/// The body of a request took too long to come.
struct BodyTooSlow: Error {}

/// Gives each request some seconds to come whole, however steadily it drips: what reads the body is told, and the
/// connection closed a moment later, whoever reads it or lets it be.
final class BodyDeadline: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart

    /// Time to send what is said about it.
    private static let farewell: TimeAmount = .seconds(2)

    private let patience: TimeAmount
    private var isComing = false
    private var deadline: Scheduled<Void>?

    init(patience: Duration) { self.patience = TimeAmount(patience) }

    func handlerRemoved(context: ChannelHandlerContext) { deadline?.cancel() }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head: isComing = true
        case .body: break
        case .end:
            isComing = false
            deadline?.cancel()
            deadline = nil
        }
        context.fireChannelRead(data)
    }

    /// Most requests come in one piece and need no clock.
    func channelReadComplete(context: ChannelHandlerContext) {
        if isComing, deadline == nil {
            let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
            deadline = context.eventLoop.scheduleTask(in: patience) {
                bound.value.handler.giveUp(bound.value.context)
            }
        }
        context.fireChannelReadComplete()
    }

    private func giveUp(_ context: ChannelHandlerContext) {
        let channel = context.channel
        context.eventLoop.scheduleTask(in: Self.farewell) { channel.close(promise: nil) }
        context.fireErrorCaught(BodyTooSlow())
    }
}
