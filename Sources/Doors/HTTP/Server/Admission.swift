import HTTPTypes
package import Hummingbird
package import Workspace

/// Lets requests in: who asks, how often, and whether they may. All doors share one, for its limits to hold for the sum
/// of what comes through them.
package struct Admission: Sendable {
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

    package let configuration: Configuration
    private let credentials: any CredentialCheck
    private let agents: RateLimiter
    private let people: RateLimiter
    private let strangers: RateLimiter

    package init(_ credentials: any CredentialCheck, configuration: Configuration = Configuration()) {
        self.configuration = configuration
        self.credentials = credentials
        agents = RateLimiter(configuration.agentLimit)
        people = RateLimiter(configuration.personLimit)
        strangers = RateLimiter(configuration.strangerLimit)
    }

    /// Who asks, when they may: by a token or a browser's session.
    package func requester(
        of request: Request,
        _ context: DoorContext,
        for access: Access
    ) async throws -> Requester {
        let sender = sender(of: request, context)
        let requester = try await requester(of: sender, for: access)
        try access.check(requester)
        if sender.comesFromSession { try sender.checkSameOrigin() }
        return requester
    }

    /// Slows down an address that nothing is known of, for doors whose senders prove themselves by what they send.
    package func admitStranger(_ request: Request, _ context: DoorContext) throws(ProblemDetails) {
        try take(strangers, sender(of: request, context).address ?? "unknown")
    }

    /// Counts a request of an agent that its door knows by something else than its token.
    package func admit(_ agent: Agent) throws(ProblemDetails) { try take(agents, agent.id) }

    package func sender(of request: Request, _ context: DoorContext) -> RequestSender {
        RequestSender(request: request, context: context, configuration: configuration)
    }

    private func requester(of sender: RequestSender, for access: Access) async throws -> Requester {
        let address = sender.address ?? "unknown"
        // Where anyone may come, a browser's old session must not keep its user from logging in.
        guard access != .anyone, let credential = try sender.credential() else {
            try take(strangers, address)
            return .anonymous
        }
        // Guessing is slowed down before it costs a look into the database.
        if strangers.isExhausted(address) { try take(strangers, address) }
        let found = try await credentials.requester(with: credential, from: sender.address)
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
