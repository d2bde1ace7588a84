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
        /// How often one agent and one person may ask, and how often one address may do each of what takes no
        /// credential: read pages, send forms, be wrong.
        package var agentLimit = RateLimit(perSecond: 2000, burst: 4000)
        package var personLimit = RateLimit(perSecond: 50, burst: 200)
        package var strangerLimit = RateLimit(perSecond: 5, burst: 60)
        /// The longest body, in bytes.
        package var maximumBodyLength = 1_000_000

        package init() {}
    }

    package let configuration: Configuration
    private let credentials: any CredentialCheck
    private let doubted: DoubtedCredentials
    private let agents: RateLimiter
    private let people: RateLimiter
    // Each on its own: whoever only reads must not keep others at the address from logging in.
    private let readers: RateLimiter
    private let senders: RateLimiter
    private let guessers: RateLimiter

    package init(_ credentials: any CredentialCheck, configuration: Configuration = Configuration()) {
        self.configuration = configuration
        self.credentials = credentials
        doubted = DoubtedCredentials(credentials)
        agents = RateLimiter(configuration.agentLimit)
        people = RateLimiter(configuration.personLimit)
        readers = RateLimiter(configuration.strangerLimit)
        senders = RateLimiter(configuration.strangerLimit)
        guessers = RateLimiter(configuration.strangerLimit)
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

    /// Slows down whoever reads what takes no credential.
    package func admitReader(_ request: Request, _ context: DoorContext) throws(ProblemDetails) {
        try take(readers, address(of: sender(of: request, context)))
    }

    /// Counts a request that does not prove what it should, for doors whose senders prove themselves by what they send.
    package func admitGuess(_ request: Request, _ context: DoorContext) throws(ProblemDetails) {
        try take(guessers, address(of: sender(of: request, context)))
    }

    /// Counts a request of an agent that its door knows by something else than its token.
    package func admit(_ agent: Agent) throws(ProblemDetails) { try take(agents, agent.id) }

    package func sender(of request: Request, _ context: DoorContext) -> RequestSender {
        RequestSender(request: request, context: context, configuration: configuration)
    }

    private func requester(of sender: RequestSender, for access: Access) async throws -> Requester {
        let address = address(of: sender)
        // Where anyone may come, a browser's old session must not keep its user from logging in.
        guard access != .anyone, let credential = try sender.credential() else {
            try take(access == .anyone && sender.changesSomething ? senders : readers, address)
            return .anonymous
        }
        // A good credential works, whatever others at its address do.
        let check: any CredentialCheck = guessers.isExhausted(address) ? doubted : credentials
        let found = try await check.requester(with: credential, from: sender.address)
        switch found {
        case .agent(let agent)?: try take(agents, agent.id)
        case .person(let principal)?: try take(people, principal.person.id)
        case .anonymous?, nil:
            try take(guessers, address)
            throw ProblemDetails(
                .unauthorized,
                "credentials_refused",
                "This credential is not good, or no longer. Log in again, or ask for a new token.",
                headers: [.wwwAuthenticate: "Bearer error=\"invalid_token\""]
            )
        }
        return found ?? .anonymous
    }

    private func address(of sender: RequestSender) -> String { sender.address ?? "unknown" }

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
