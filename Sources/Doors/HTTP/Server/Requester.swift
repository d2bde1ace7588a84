import HTTPTypes
package import Platforms
package import Workspace

/// Who asks.
package enum Requester: Sendable {
    case anonymous
    /// An AI employee, by its own token.
    case agent(Agent)
    /// Somebody of the company, or a program in their place.
    case person(Principal)

    /// What a rate limit and an idempotency key know it by, and the audit trail; nil for somebody unknown.
    package var key: String? {
        switch self {
        case .anonymous: return nil
        case .agent(let agent): return agent.id
        case .person(let principal):
            if case .adminToken(let id) = principal.proof { return id }
            return principal.person.id
        }
    }

    /// Of what the person's kind may do; nil for others.
    var role: Role? {
        if case .person(let principal) = self { principal.role } else { nil }
    }
}

/// Who may use a route. What no case names is refused.
package enum Access: Hashable, Sendable {
    /// Anyone: to set up, to log in, to read what is public.
    case anyone
    /// An agent, for what is its own.
    case agent
    /// People of at least this role.
    case person(Role)
    /// An agent for what is its own, and people of at least this role.
    case agentOrPerson(Role)

    func check(_ requester: Requester) throws(ProblemDetails) {
        switch (self, requester) {
        case (.anyone, _), (.agent, .agent), (.agentOrPerson, .agent): return
        case (.person(let needed), .person(let principal)), (.agentOrPerson(let needed), .person(let principal)):
            guard principal.role >= needed else {
                throw ProblemDetails(.forbidden, "owner_only", "Only an owner may do this.")
            }
        case (_, .anonymous):
            throw ProblemDetails(
                .unauthorized,
                "credentials_missing",
                "Log in, or send a token: Authorization: Bearer swb_…",
                headers: [.wwwAuthenticate: "Bearer"]
            )
        case (.agent, .person):
            throw ProblemDetails(.forbidden, "agent_only", "Only an agent may do this, with its own token.")
        case (.person, .agent):
            throw ProblemDetails(.forbidden, "person_only", "An agent's token reaches only its own calls.")
        }
    }
}

/// Finds out who has sent a credential.
package protocol CredentialCheck: Sendable {
    /// Who has a token or a session; nil for one that nobody has, or no longer.
    ///
    /// - Parameter address: The network address it comes from; nil where that is not known.
    func requester(with token: Secret, from address: String?) async throws -> Requester?
}

/// The credentials of a workspace: its agents' and its people's.
package struct WorkspaceCredentials: CredentialCheck {
    private let roster: AgentRoster
    private let people: PeopleDirectory

    package init(roster: AgentRoster, people: PeopleDirectory) {
        self.roster = roster
        self.people = people
    }

    package func requester(with token: Secret, from address: String?) async throws -> Requester? {
        switch Tokens.kind(of: token.text) {
        case .agent: try await roster.agent(token: token).map(Requester.agent)
        case .admin, .session: try await people.principal(token: token, from: address).map(Requester.person)
        case .setUp, nil: nil
        }
    }
}
