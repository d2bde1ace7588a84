package import HTTPTypes
import Hummingbird
package import JSON
import NIOCore

/// An answer of the API, free of how it goes out.
package struct APIResponse: Sendable {
    package enum Body: Sendable {
        case none
        case json(JSONValue)
        case text(String, contentType: String)
        /// Text that is made while it is sent.
        case stream(contentType: String, @Sendable @concurrent (inout TextWriter) async throws -> Void)
    }

    package var status: HTTPResponse.Status
    package var headers: HTTPFields
    package var body: Body

    package init(_ status: HTTPResponse.Status = .ok, headers: HTTPFields = HTTPFields(), _ body: Body = .none) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    package static func json(_ value: JSONValue, tag: EntityTag? = nil) -> APIResponse {
        var response = APIResponse(.ok, .json(value))
        response.headers[.eTag] = tag?.text
        return response
    }

    /// Something new, with where it is.
    package static func created(_ value: JSONValue, at location: String, tag: EntityTag? = nil) -> APIResponse {
        var response = APIResponse(.created, headers: [.location: location], .json(value))
        response.headers[.eTag] = tag?.text
        return response
    }

    package static let done = APIResponse(.noContent)
}

/// Sends text in parts of a good size: a packet for every line would be slow.
package struct TextWriter {
    private var writer: any ResponseBodyWriter
    private var buffer = ByteBuffer()

    init(_ writer: any ResponseBodyWriter) { self.writer = writer }

    @concurrent
    package mutating func write(_ text: String) async throws {
        buffer.writeString(text)
        if buffer.readableBytes >= 16_384 { try await flush() }
    }

    @concurrent
    mutating func flush() async throws {
        guard buffer.readableBytes > 0 else { return }
        let full = buffer
        buffer = ByteBuffer()
        try await writer.write(full)
    }
}
