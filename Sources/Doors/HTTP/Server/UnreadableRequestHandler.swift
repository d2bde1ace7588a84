import HTTPTypes
import JSON
package import Logging
package import NIOCore
import NIOHTTP1
package import NIOHTTPTypes

/// Says what is wrong with a request that could not be parsed, and logs that there was one.
///
/// Such a request never reaches a route: the server's own answer is an empty 400, which this one fills.
package final class UnreadableRequestHandler: ChannelDuplexHandler, RemovableChannelHandler {
    package typealias InboundIn = HTTPRequestPart
    package typealias InboundOut = HTTPRequestPart
    package typealias OutboundIn = HTTPResponsePart
    package typealias OutboundOut = HTTPResponsePart

    private let logger: Logger
    private var error: HTTPParserError?

    package init(logger: Logger) { self.logger = logger }

    package func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let error = error as? HTTPParserError { self.error = error }
        context.fireErrorCaught(error)
    }

    package func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard let error, case .head(let head) = unwrapOutboundIn(data), head.status == .badRequest,
            head.headerFields[.contentLength] == "0"
        else {
            context.write(data, promise: promise)
            return
        }
        self.error = nil
        let requestID = RequestIdentifier.fresh()
        let problem = Self.problem(error)
        let body = ByteBuffer(bytes: problem.json(requestID: requestID).serialized())
        var answer = HTTPResponse(status: problem.status)
        answer.headerFields[.contentType] = "application/problem+json"
        answer.headerFields[.contentLength] = String(body.readableBytes)
        answer.headerFields[.connection] = "close"
        answer.headerFields[.cacheControl] = "no-store"
        answer.headerFields[.requestID] = requestID
        answer.headerFields[.xContentTypeOptions] = "nosniff"
        context.write(wrapOutboundOut(.head(answer)), promise: nil)
        context.write(wrapOutboundOut(.body(body)), promise: promise)
        logger.info(
            "answered",
            metadata: [
                "endpoint": "none", "request_id": .string(requestID),
                "status": .stringConvertible(problem.status.code),
            ]
        )
    }

    private static func problem(_ error: HTTPParserError) -> ProblemDetails {
        let detail =
            switch error {
            case .headerOverflow: "The address and the headers of this request are too long."
            case .invalidMethod: "There is no such method."
            case .invalidVersion: "This server speaks HTTP/1.1."
            case .invalidURL, .invalidHost, .invalidPort, .invalidPath, .invalidQueryString, .invalidFragment:
                "The address of this request is malformed. Percent-encode what may not stand in one."
            case .invalidHeaderToken, .lfExpected: "A header of this request is malformed."
            case .invalidContentLength, .unexpectedContentLength: "The Content-Length of this request makes no sense."
            case .invalidChunkSize: "A chunk of this request has no length that makes sense."
            default: "This is no HTTP request."
            }
        return ProblemDetails(.badRequest, "unreadable_request", detail)
    }
}
