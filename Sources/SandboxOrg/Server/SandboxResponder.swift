import HTTPTypes
import Hummingbird
import JSON
import NIOCore

/// Carries requests from the network to the REST API, and its answers back.
struct SandboxResponder: HTTPResponder {
    typealias Context = BasicRequestContext

    let api: RestAPI
    /// How clients came here: `http` or `https`.
    let scheme: String
    let maximumBodyLength: Int

    func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
        let target = request.head.path ?? "/"
        guard target.utf8.count <= RestAPI.maximumURILength else { return Self.uriTooLong }
        let body: ByteBuffer
        do {
            body = try await request.body.collect(upTo: maximumBodyLength)
        } catch is NIOTooManyBytesError {
            return Self.response(
                .failure(SalesforceError(status: 413, code: "REQUEST_TOO_LARGE", message: "Request body is too large")),
                withBody: true
            )
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
        return Self.response(
            await api.respond(to: rest),
            withBody: request.method != .head,
            isPretty: request.headers[.prettyPrint] == "1"
        )
    }

    private static func response(
        _ response: RestResponse,
        withBody: Bool,
        isPretty: Bool = false
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
        return Response(
            status: .init(code: response.status),
            headers: headers,
            body: withBody ? ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)) : ResponseBody()
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
