import HTTPTypes
import JSON
import Workspace

extension PeopleResource {
    /// The sessions that browsers are in with.
    var sessions: [Endpoint] {
        [
            Endpoint(
                .get,
                "/v1/sessions",
                "listSessions",
                "Lists the sessions that are not over, the newest first: everybody's for an owner, else one's own.",
                for: .person(.viewer),
                query: PageRequest.items,
                answers: [.json("A page of sessions.", .page(.personSession))]
            ) { request in
                let principal = try Self.principal(of: request)
                let page = try PageRequest(request)
                let sessions = try await people.sessions(for: principal)
                return .json(page.page(of: sessions, by: \.id) { $0.json(for: principal) })
            },
            Endpoint(
                .delete,
                "/v1/sessions/{session_id}",
                "endSession",
                "Ends a session. Whoever is in it has to log in again.",
                for: .person(.viewer),
                answers: [.empty("It is ended.")]
            ) { request in
                let principal = try Self.principal(of: request)
                if principal.role != .owner, case .adminToken = principal.proof {
                    throw ProblemDetails(.forbidden, "session_only", "Log in with the password to end a session.")
                }
                try await people.endSession(request.parameter("session_id"), by: principal)
                return .done
            },
        ]
    }

    private static func principal(of request: APIRequest) throws(PeopleError) -> Principal {
        guard case .person(let principal) = request.requester else { throw .unknownPerson }
        return principal
    }
}

extension Schema {
    static let personSession = Schema.named(
        "PersonSession",
        .object([
            Field("id", .identifier("ses")), Field("person_id", .identifier("usr")),
            Field("created_at", .dateTime), Field("expires_at", .dateTime),
            Field("used_at", .dateTime, "When it was used last, to the minute."),
            .optional("address", .text(upTo: 64), "The network address it was used from last."),
            .optional("device", .text(upTo: 64), "What was logged in with."),
            Field("current", .boolean, "Whether it is the session of this request."),
        ])
    )
}

extension Session {
    fileprivate func json(for principal: Principal) -> JSONValue {
        var object: JSONObject = [
            "id": .string(id), "person_id": .string(personID), "created_at": .string(createdAt.timestamp),
            "expires_at": .string(expiresAt.timestamp), "used_at": .string(usedAt.timestamp),
        ]
        object["address"] = address.map(JSONValue.string)
        object["device"] = device.map(JSONValue.string)
        object["current"] = .boolean(principal.proof == .session(id: id))
        return .object(object)
    }
}
