import HTTPTypes
import Hummingbird
import JSON
import Logging
import Metrics
import NIOCore
import Platforms

/// What holds for every request, whatever door it comes to: a name, an answer that says what is wrong, careful headers,
/// a line in the log and a measurement.
struct DoorMiddleware: RouterMiddleware {
    typealias Context = DoorContext

    /// To tell a wrong method from a wrong path.
    let endpoints: [Endpoint]

    func handle(
        _ request: Request,
        context: DoorContext,
        next: @concurrent (Request, DoorContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        if let given = RequestIdentifier.given(request.headers[.requestID]) { context.requestID = given }
        context.logger[metadataKey: "request_id"] = .string(context.requestID)
        let start = ContinuousClock.now
        var response: Response
        do {
            try checkHost(of: request)
            response = try await next(request, context)
        } catch {
            let problem = problem(for: error, request, context)
            response = problem.response(requestID: context.requestID)
        }
        response.headers[.requestID] = context.requestID
        response.headers[.xContentTypeOptions] = "nosniff"
        if response.headers[.referrerPolicy] == nil { response.headers[.referrerPolicy] = "no-referrer" }
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        if response.headers[.contentSecurityPolicy] == nil {
            response.headers[.contentSecurityPolicy] = "default-src 'none'; frame-ancestors 'none'"
        }
        note(request, response, context, duration: start.duration(to: .now))
        return response
    }

    /// HTTP/1.1 has a request name the server exactly once (RFC 9112, 3.2): with two names, what is in front of this
    /// server may have gone by the other. Probes that ask as HTTP/1.0 need name none.
    private func checkHost(of request: Request) throws(ProblemDetails) {
        let isNamed = request.head.authority != nil || Self.polled.contains(request.uri.path)
        guard isNamed, request.headers[.secondHost] == nil else {
            throw ProblemDetails(.badRequest, "host_not_once", "A request has the header Host, once.")
        }
    }

    private func problem(for error: any Error, _ request: Request, _ context: DoorContext) -> ProblemDetails {
        if let problem = error as? ProblemDetails { return problem }
        if let error = error as? HTTPError, error.status == .notFound { return unrouted(request) }
        if let problem = ProblemDetails(explaining: error) { return problem }
        // Only the kind of an error is logged: its text may hold what a caller said.
        context.logger.error("A request failed.", metadata: ["error": .string(String(reflecting: type(of: error)))])
        return ProblemDetails(
            .internalServerError,
            "internal_error",
            "Something went wrong here. The log knows this request as \(context.requestID)."
        )
    }

    private func unrouted(_ request: Request) -> ProblemDetails {
        let path = request.uri.path
        let exact = endpoints.filter { $0.path == path }
        let methods = (exact.isEmpty ? endpoints.filter { $0.matches(path) } : exact).map(\.method.rawValue)
        guard !methods.isEmpty else {
            if request.method == .trace || request.method == .connect { return .wrongMethod(allowing: Self.methods) }
            return ProblemDetails(
                .notFound,
                "no_such_path",
                "There is nothing here. GET /openapi.json lists what there is."
            )
        }
        return .wrongMethod(allowing: methods)
    }

    /// All that anything here can be asked with.
    private static let methods = ["DELETE", "GET", "PATCH", "POST", "PUT"]
    /// What programs ask every few seconds is no news.
    private static let polled: Set<String> = ["/healthz", "/readyz", "/metrics"]

    private func note(_ request: Request, _ response: Response, _ context: DoorContext, duration: Duration) {
        let endpoint = context.endpointPath ?? "none"
        Timer(
            label: "switchboard_http_request_duration_seconds",
            dimensions: [
                ("method", request.method.rawValue), ("endpoint", endpoint), ("status", String(response.status.code)),
            ]
        ).record(duration: duration)
        context.logger.log(
            level: Self.polled.contains(endpoint) ? .debug : .info,
            "answered",
            metadata: [
                "method": .string(request.method.rawValue), "endpoint": .string(endpoint),
                "status": .stringConvertible(response.status.code),
                "milliseconds": .stringConvertible((duration / .microseconds(1)).rounded() / 1000),
            ]
        )
    }
}

extension ProblemDetails {
    fileprivate static func wrongMethod(allowing methods: [String]) -> ProblemDetails {
        let allowed = (methods + (methods.contains("GET") ? ["HEAD"] : [])).sorted().joined(separator: ", ")
        return ProblemDetails(
            .methodNotAllowed,
            "method_not_allowed",
            "This takes \(allowed).",
            headers: [.allow: allowed]
        )
    }
}

extension HTTPField.Name {
    /// The first `Host` of a request is its authority and no field; the name is well formed.
    fileprivate static let secondHost = HTTPField.Name("Host") ?? .server
}

extension Endpoint {
    /// Whether a path is one of this endpoint's, as the router would say.
    fileprivate func matches(_ path: String) -> Bool {
        let pattern = self.path.split(separator: "/")
        let parts = path.split(separator: "/")
        return pattern.count == parts.count && zip(pattern, parts).allSatisfy { $0.first == "{" || $0 == $1 }
    }
}
