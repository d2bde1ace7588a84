import HTTPTypes
import JSON
import Logging
import NIOCore
import NIOHTTP1

/// A request that could not be parsed, and so never reaches a route: how it is answered, and what the log knows of it.
struct UnreadableRequest {
    static let status = HTTPResponse.Status.badRequest

    let headers: HTTPFields
    let body: ByteBuffer
    private let requestID = RequestIdentifier.fresh()

    init(_ error: HTTPParserError) {
        let problem = ProblemDetails(Self.status, "unreadable_request", Self.detail(error))
        body = ByteBuffer(bytes: problem.json(requestID: requestID).serialized())
        headers = [
            .contentType: "application/problem+json", .contentLength: String(body.readableBytes),
            .connection: "close", .cacheControl: "no-store", .requestID: requestID, .xContentTypeOptions: "nosniff",
        ]
    }

    /// Logs it as any other request is.
    func note(in logger: Logger) {
        logger.info(
            "answered",
            metadata: [
                "endpoint": "none", "request_id": .string(requestID), "status": .stringConvertible(Self.status.code),
            ]
        )
    }

    private static func detail(_ error: HTTPParserError) -> String {
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
    }
}
