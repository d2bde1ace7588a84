import HTTPTypes
package import Workspace

/// Who asks.
package enum Principal: Hashable, Sendable {
    case anonymous
    /// An AI employee, by its own token.
    case agent(Agent.ID)
    /// Somebody of the company.
    case person(id: String, role: Role)

    /// What a person may do.
    package enum Role: String, Hashable, Sendable, CaseIterable, Comparable {
        case viewer
        case owner

        package static func < (left: Role, right: Role) -> Bool { left == .viewer && right == .owner }
    }

    /// What a rate limit, an idempotency key or the audit trail knows it by; nil for somebody unknown.
    var key: String? {
        switch self {
        case .anonymous: nil
        case .agent(let id): id
        case .person(let id, _): id
        }
    }
}

/// Who may use a route. What no case names is refused.
package enum Access: Hashable, Sendable {
    /// Anyone: to set up, to log in, to read what is public.
    case anyone
    /// An agent, for what is its own.
    case agent
    /// People of at least this role.
    case person(Principal.Role)
    /// An agent for what is its own, and people of at least this role.
    case agentOrPerson(Principal.Role)

    func check(_ principal: Principal) throws(ProblemDetails) {
        switch (self, principal) {
        case (.anyone, _), (.agent, .agent), (.agentOrPerson, .agent): return
        case (.person(let needed), .person(_, let role)), (.agentOrPerson(let needed), .person(_, let role)):
            guard role >= needed else {
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
    /// Who has a token; nil for one that nobody has, or no longer.
    func principal(token: String) async throws -> Principal?

    /// Who has a session; nil for one that has ended.
    func principal(session: String) async throws -> Principal?
}
