import HTTPTypes
import Hummingbird
import JSON
import NIOCore
import NIOHTTPCompression

/// Carries requests from the network to the REST API, and its answers back.
struct SandboxResponder: HTTPResponder {
    typealias Context = SandboxRequestContext

    let api: ControlledAPI
    /// How clients came here: `http` or `https`.
    let scheme: String
    let maximumBodyLength: Int

    func respond(to request: Request, context: SandboxRequestContext) async throws -> Response {
        let target = request.head.path ?? "/"
        guard target.utf8.count <= RestAPI.maximumURILength else { return Self.uriTooLong }
        guard Self.headLength(of: request) <= RestAPI.maximumHeadLength else { return Self.headTooLong }
        let body: ByteBuffer
        do {
            body = try await request.body.collect(upTo: maximumBodyLength)
        } catch is NIOTooManyBytesError {
            return Self.response(.failure(.bodyTooLarge), withBody: true)
        } catch NIOHTTPDecompression.DecompressionError.limit {
            return Self.response(.failure(.bodyTooLarge), withBody: true)
        } catch {
            return Self.response(.failure(.unreadableBody), withBody: true)
        }
        let (path, query) = RestRequest.parts(of: target)
        let rest = RestRequest(
            method: request.method,
            path: path,
            query: query,
            headers: request.headers,
            body: Array(body.readableBytesView),
            origin: "\(scheme)://\(request.head.authority ?? "localhost")"
        )
        let withBody = request.method != .head
        let isPretty = request.headers[.prettyPrint] == "1"
        switch await api.delivery(for: rest, isLocal: context.isLocal) {
        case .answer(let response): return Self.response(response, withBody: withBody, isPretty: isPretty)
        case .slow(let response, over: let duration):
            return Self.response(response, withBody: withBody, isPretty: isPretty) { .slow($0, over: duration) }
        case .cutOff(let response):
            return Self.response(response, withBody: withBody, isPretty: isPretty) { .cutOff($0) }
        case .drop:
            // What is returned is written to a closed connection: nothing of it arrives.
            await context.dropConnection()
            return Response(status: .internalServerError)
        }
    }

    /// `body` makes the body that is sent of the bytes there are.
    private static func response(
        _ response: RestResponse,
        withBody: Bool,
        isPretty: Bool = false,
        body: (ByteBuffer) -> ResponseBody = { ResponseBody(byteBuffer: $0) }
    ) -> Response {
        var headers = response.headers
        let bytes: [UInt8]
        switch response.body {
        case .empty: return Response(status: .init(code: response.status), headers: headers)
        case .json(let value):
            headers[.contentType] = "application/json;charset=UTF-8"
            bytes = isPretty ? PrettyPrinter.bytes(of: value) : value.serialized()
        case .bytes(let data, let contentType):
            headers[.contentType] = contentType
            bytes = data
        }
        headers[.vary] = "Accept-Encoding"
        if !withBody { headers[.contentLength] = String(bytes.count) }
        return Response(
            status: .init(code: response.status),
            headers: headers,
            body: withBody ? body(ByteBuffer(bytes: bytes)) : ResponseBody()
        )
    }

    /// The length of the path, the query and the headers.
    private static func headLength(of request: Request) -> Int {
        request.headers.reduce(request.head.path?.utf8.count ?? 0) {
            $0 + $1.name.rawName.utf8.count + $1.value.utf8.count
        }
    }

    private static var headTooLong: Response {
        Response(
            status: .init(code: 431),
            headers: [.contentType: "text/html;charset=iso-8859-1"],
            body: ResponseBody(
                byteBuffer: ByteBuffer(
                    string: "<h1>Bad Message 431</h1><pre>reason: Request Header Fields Too Large</pre>"
                )
            )
        )
    }

    /// What the web server in front of Salesforce says before the API sees the request.
    private static var uriTooLong: Response {
        Response(
            status: .init(code: 414),
            headers: [.contentType: "text/html;charset=iso-8859-1"],
            body: ResponseBody(
                byteBuffer: ByteBuffer(string: "<h1>Bad Message 414</h1><pre>reason: URI Too Long</pre>")
            )
        )
    }
}
