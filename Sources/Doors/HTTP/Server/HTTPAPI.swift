package import Calls
import HTTPTypes
package import Hummingbird
import JSON
import Workspace

/// The API for programs: every operation of the table, each request along the same way.
///
/// The way: who asks, how often, whether they may, whether what they sent can be read, and then the operation.
package struct HTTPAPI: Sendable {
    package struct Configuration: Sendable {
        /// How clients reach the server; nil to believe the request's own `Host`.
        package var publicURL: String?
        /// Whether log-in hosts may be reached without encryption: for sandbox orgs on a private network only.
        package var allowsPlainHTTP = false
        /// Whether a proxy in front says in `X-Forwarded-For` who asks.
        package var isBehindProxy = false
        /// How often one agent, one person, one address without a good credential may ask.
        package var agentLimit = RateLimit(perSecond: 2000, burst: 4000)
        package var personLimit = RateLimit(perSecond: 50, burst: 200)
        package var strangerLimit = RateLimit(perSecond: 5, burst: 60)
        /// The longest body, in bytes.
        package var maximumBodyLength = 1_000_000

        package init() {}
    }

    package let endpoints: [Endpoint]
    private let credentials: any CredentialCheck
    private let repetitions: RepetitionGuard
    private let audit: AuditTrail
    private let configuration: Configuration
    private let agents: RateLimiter
    private let people: RateLimiter
    private let strangers: RateLimiter

    package init(
        _ endpoints: [Endpoint],
        credentials: any CredentialCheck,
        idempotency: any IdempotencyStore,
        audit: AuditTrail,
        configuration: Configuration = Configuration()
    ) {
        self.endpoints = endpoints
        self.credentials = credentials
        self.audit = audit
        repetitions = RepetitionGuard(store: idempotency)
        self.configuration = configuration
        agents = RateLimiter(configuration.agentLimit)
        people = RateLimiter(configuration.personLimit)
        strangers = RateLimiter(configuration.strangerLimit)
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
        let reader = RequestReader(request: request, context: context, configuration: configuration)
        let requester = try await requester(of: reader, for: endpoint)
        try endpoint.access.check(requester)
        if reader.comesFromSession { try reader.checkSameOrigin() }
        let checked = try await reader.checked(for: endpoint, requester: requester)
        do {
            let answer = try await repetitions.answer(
                to: checked,
                by: endpoint,
                target: request.uri.string,
                context.logger
            )
            await note(checked, endpoint, outcome: "done")
            return answer.response
        } catch {
            let problem = error as? ProblemDetails ?? ProblemDetails(explaining: error)
            await note(checked, endpoint, outcome: problem?.code ?? "failed")
            throw error
        }
    }

    /// Writes down who has changed what, or tried to.
    private func note(_ request: APIRequest, _ endpoint: Endpoint, outcome: String) async {
        guard let kind = endpoint.auditKind else { return }
        var details = JSONObject()
        for name in endpoint.pathParameters { details[name] = .string(request.parameter(name)) }
        await audit.note(
            AuditEntry(
                kind,
                by: request.requester.key ?? "anonymous",
                action: endpoint.operation,
                outcome: outcome,
                personal: AuditEntry.Personal(details: details)
            )
        )
    }

    // MARK: Who asks, and how often

    private func requester(of reader: RequestReader, for endpoint: Endpoint) async throws -> Requester {
        let address = reader.address ?? "unknown"
        // Where anyone may come, a browser's old session must not keep its user from logging in.
        guard endpoint.access != .anyone, let credential = try reader.credential() else {
            try take(strangers, address)
            return .anonymous
        }
        // Guessing is slowed down before it costs a look into the database.
        if strangers.isExhausted(address) { try take(strangers, address) }
        let found = try await credentials.requester(with: credential)
        switch found {
        case .agent(let agent)?: try take(agents, agent.id)
        case .person(let principal)?: try take(people, principal.person.id)
        case .anonymous?, nil:
            try take(strangers, address)
            throw ProblemDetails(
                .unauthorized,
                "credentials_refused",
                "This credential is not good, or no longer. Log in again, or ask for a new token.",
                headers: [.wwwAuthenticate: "Bearer error=\"invalid_token\""]
            )
        }
        return found ?? .anonymous
    }

    private func take(_ limiter: RateLimiter, _ key: String) throws(ProblemDetails) {
        guard let wait = limiter.take(key) else { return }
        let seconds = max(1, Int((wait / .seconds(1)).rounded(.up)))
        throw ProblemDetails(
            .tooManyRequests,
            "too_many_requests",
            "Too many requests. Wait \(seconds == 1 ? "a second" : "\(seconds) seconds") and try again.",
            headers: [.retryAfter: String(seconds)]
        )
    }
}
