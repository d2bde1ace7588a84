import Calls
import Doors
import HTTPTypes
import Workspace

/// One thing a browser can ask the console for: where it is, who may, and what answers.
struct ConsoleRoute: Sendable {
    typealias Handler = @Sendable (Visit) async throws -> ConsoleAnswer

    /// What the audit trail says of a request to it.
    struct Record: Hashable, Sendable {
        var kind: AuditEntry.Kind
        /// The operation of the HTTP API that does the same.
        var operation: String
    }

    let method: HTTPRequest.Method
    /// With parameters in braces: `/integrations/{connection_id}`.
    let path: String
    let access: Access
    /// Nil for what changes nothing.
    let record: Record?
    let handler: Handler

    /// A page to look at.
    static func show(
        _ path: String,
        for access: Access = .person(.viewer),
        recordedAs record: Record? = nil,
        _ handler: @escaping Handler
    ) -> ConsoleRoute {
        ConsoleRoute(method: .get, path: path, access: access, record: record, handler: handler)
    }

    /// A form that is sent, which changes something.
    static func take(
        _ path: String,
        for access: Access = .person(.owner),
        recordedAs kind: AuditEntry.Kind,
        _ operation: String,
        _ handler: @escaping Handler
    ) -> ConsoleRoute {
        ConsoleRoute(
            method: .post,
            path: path,
            access: access,
            record: Record(kind: kind, operation: operation),
            handler: handler
        )
    }

    /// A form that is sent, which changes something that goes on record where it happens.
    static func act(
        _ path: String,
        for access: Access = .person(.owner),
        _ handler: @escaping Handler
    ) -> ConsoleRoute {
        ConsoleRoute(method: .post, path: path, access: access, record: nil, handler: handler)
    }

    /// A form that is sent to ask something that has no place in an address. It changes nothing.
    static func ask(
        _ path: String,
        for access: Access = .person(.viewer),
        _ handler: @escaping Handler
    ) -> ConsoleRoute {
        ConsoleRoute(method: .post, path: path, access: access, record: nil, handler: handler)
    }

    /// The names of the parameters in the path, in order.
    var pathParameters: [String] {
        path.split(separator: "/").filter { $0.first == "{" }.map { String($0.dropFirst().dropLast()) }
    }
}
