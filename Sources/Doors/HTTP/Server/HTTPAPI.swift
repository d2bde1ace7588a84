package import Calls
import HTTPTypes
package import Hummingbird
import JSON
import Workspace

/// The API for programs: every operation of the table, each request along the same way.
///
/// The way: who asks, how often, whether they may, whether what they sent can be read, and then the operation.
package struct HTTPAPI: Sendable {
    package let endpoints: [Endpoint]
    private let admission: Admission
    private let repetitions: RepetitionGuard
    private let audit: AuditTrail
    /// How much is read from whoever proves nothing, in bytes: what logs somebody in is short.
    private static let strangersBodyLength = 64_000

    package init(
        _ endpoints: [Endpoint],
        admission: Admission,
        idempotency: any IdempotencyStore,
        audit: AuditTrail
    ) {
        self.endpoints = endpoints
        self.admission = admission
        self.audit = audit
        repetitions = RepetitionGuard(store: idempotency)
    }

    /// A router for all doors, with the API's routes on it: request ids, plain errors and careful headers hold for
    /// whatever is added to it.
    package func router() -> Router<DoorContext> {
        let router = Router(context: DoorContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: DoorMiddleware(endpoints: endpoints))
        for endpoint in endpoints {
            router.on(RouterPath(endpoint.path), method: endpoint.method) { request, context in
                try await answer(request, to: endpoint, context)
            }
        }
        return router
    }

    private func answer(_ request: Request, to endpoint: Endpoint, _ context: DoorContext) async throws -> Response {
        let requester = try await admission.requester(of: request, context, for: endpoint.access)
        let reader = RequestReader(
            request: request,
            context: context,
            sender: admission.sender(of: request, context),
            maximumBodyLength: endpoint.access == .anyone
                ? min(Self.strangersBodyLength, admission.configuration.maximumBodyLength)
                : admission.configuration.maximumBodyLength
        )
        let checked = try await reader.checked(for: endpoint, requester: requester)
        return try await carryOut(checked, by: endpoint, target: request.uri.string, context)
    }

    private func carryOut(
        _ request: APIRequest,
        by endpoint: Endpoint,
        target: String,
        _ context: DoorContext
    ) async throws -> Response {
        do {
            let answer = try await repetitions.answer(to: request, by: endpoint, target: target, context.logger)
            await note(request, endpoint, outcome: "done")
            return answer.response
        } catch {
            let problem = error as? ProblemDetails ?? ProblemDetails(explaining: error)
            await note(request, endpoint, outcome: problem?.code ?? "failed")
            throw error
        }
    }

    /// Writes down who has changed what, or tried to.
    private func note(_ request: APIRequest, _ endpoint: Endpoint, outcome: String) async {
        guard let kind = endpoint.auditKind else { return }
        await audit.note(
            AuditEntry(
                kind,
                by: request.requester.key,
                asking: endpoint.operation,
                about: endpoint.pathParameters.map { ($0, request.parameter($0)) },
                from: request.address,
                outcome: outcome
            )
        )
    }
}

extension AuditEntry {
    /// What the audit trail says of somebody who has changed something, or tried to.
    ///
    /// - Parameters:
    ///   - key: Who asked; nil for somebody unknown.
    ///   - operation: What was asked, as the HTTP API calls it.
    ///   - parameters: What it was asked of, by name.
    ///   - address: The network address it came from; nil where that is not known.
    package init(
        _ kind: Kind,
        by key: String?,
        asking operation: String,
        about parameters: [(name: String, value: String)],
        from address: String?,
        outcome: String
    ) {
        var details = JSONObject()
        for parameter in parameters { details[parameter.name] = .string(parameter.value) }
        details["address"] = address.map(JSONValue.string)
        self.init(
            kind,
            by: key ?? "anonymous",
            action: operation,
            outcome: outcome,
            personal: Personal(details: details)
        )
    }
}
