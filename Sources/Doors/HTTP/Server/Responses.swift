import HTTPTypes
import Hummingbird
import JSON
import NIOCore
import Platforms
import Workspace

extension APIResponse {
    /// The answer as it goes out.
    var response: Response {
        var headers = headers
        switch body {
        case .none:
            return Response(status: status, headers: headers)
        case .json(let value):
            headers[.contentType] = "application/json"
            return Response(
                status: status,
                headers: headers,
                body: .init(byteBuffer: ByteBuffer(bytes: value.serialized()))
            )
        case .text(let text, let contentType):
            headers[.contentType] = contentType
            return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(string: text)))
        case .stream(let contentType, let produce):
            headers[.contentType] = contentType
            let body = ResponseBody { writer in
                var text = TextWriter(writer)
                try await produce(&text)
                try await text.flush()
                try await writer.finish(nil)
            }
            return Response(status: status, headers: headers, body: body)
        }
    }
}

extension ProblemDetails {
    func response(requestID: String?) -> Response {
        var headers = headers
        headers[.contentType] = "application/problem+json"
        return Response(
            status: status,
            headers: headers,
            body: .init(byteBuffer: ByteBuffer(bytes: json(requestID: requestID).serialized()))
        )
    }

    /// What an error of the services means to a client; nil for one that no request should bring about.
    package init?(explaining error: any Error) {
        switch error {
        case let error as StoreError: self.init(error)
        case let error as WorkspaceError: self.init(error)
        case let error as PeopleError: self.init(error)
        case let error as ConnectionError: self.init(error)
        case let error as CRMError: self.init(error)
        default: return nil
        }
    }

    init(_ error: StoreError) {
        switch error {
        case .unavailable:
            self.init(
                .serviceUnavailable,
                "database_unavailable",
                "The database can't be reached just now. Nothing was changed; try again in a moment.",
                headers: [.retryAfter: "1"]
            )
        case .conflict:
            self.init(.conflict, "changed_meanwhile", "Somebody else changed this meanwhile. Read it again.")
        case .taken(let what):
            self.init(.conflict, "taken", "This is taken already: \(what).")
        case .unreadable:
            self.init(.internalServerError, "unreadable", "What is kept in the database can't be read.")
        }
    }
}
