import HTTPTypes
import JSON
import Platforms
package import Workspace

/// The people of a workspace, how they come in, and the tokens of programs that work in their place.
package struct PeopleResource: Sendable {
    let people: PeopleDirectory

    package init(people: PeopleDirectory) { self.people = people }

    package var endpoints: [Endpoint] {
        comingIn + [list, create, get, change, remove, resetPassword] + sessions + tokens
    }

    private static let passwordField = Schema.Field("password", .text(upTo: 1000), "12 characters or more.")

    // MARK: Coming in

    private var comingIn: [Endpoint] {
        [
            Endpoint(
                .post,
                "/v1/setup",
                "setUp",
                "Makes whoever has the set-up link, which the first start prints, the first owner.",
                for: .anyone,
                body: .json(
                    .named(
                        "SetUp",
                        .object([
                            .init("token", .text(upTo: 200), "The last part of the link."),
                            .init("email", .text(upTo: 254)),
                            .init("name", .text(upTo: 80)), Self.passwordField,
                        ])
                    ),
                    example: [
                        "token": "swb_setup_…", "email": "ada@acme.example", "name": "Ada",
                        "password": "correct horse battery staple",
                    ]
                ),
                answers: [
                    .json("The first owner, logged in.", .person, status: .created),
                    .problem(.forbidden, "The link was used, is too old, or was never given."),
                    .problem(.conflict, "Another person has the address."),
                ]
            ) { request in
                let arrival = try await people.setUp(
                    link: Secret(request.body["token"]?.string ?? ""),
                    email: request.body["email"]?.string ?? "",
                    name: request.body["name"]?.string ?? "",
                    password: Secret(request.body["password"]?.string ?? ""),
                    from: request.address,
                    on: request.device
                )
                return response(to: arrival, request, status: .created)
            },
            Endpoint(
                .post,
                "/v1/session",
                "logIn",
                "Logs somebody in with a password. The session comes as a cookie.",
                for: .anyone,
                body: .json(
                    .named(
                        "LogIn",
                        .object([.init("email", .text(upTo: 254)), .init("password", .text(upTo: 1000))])
                    ),
                    example: ["email": "ada@acme.example", "password": "correct horse battery staple"]
                ),
                answers: [
                    .json("Who is logged in.", .person),
                    .problem(.unauthorized, "The address or the password is wrong."),
                ]
            ) { request in
                let arrival = try await people.logIn(
                    email: request.body["email"]?.string ?? "",
                    password: Secret(request.body["password"]?.string ?? ""),
                    from: request.address,
                    on: request.device
                )
                return response(to: arrival, request, status: .ok)
            },
            Endpoint(
                .get,
                "/v1/session",
                "getSession",
                "Says who is asking.",
                for: .person(.viewer),
                answers: [
                    .json(
                        "Who is asking, and what they may do with this credential.",
                        .named("Session", .object([.init("person", .person), .init("role", .role)]))
                    )
                ]
            ) { request in
                guard case .person(let principal) = request.requester else { throw PeopleError.unknownPerson }
                return .json(["person": principal.person.json, "role": .string(principal.role.rawValue)])
            },
            Endpoint(
                .delete,
                "/v1/session",
                "logOut",
                "Ends the session of the cookie.",
                for: .person(.viewer),
                answers: [.empty("It is ended.")]
            ) { request in
                if let session = request.session { try await people.logOut(session) }
                return APIResponse(.noContent, headers: [.setCookie: cookie("", request, lifetime: 0)])
            },
            Endpoint(
                .put,
                "/v1/session/password",
                "changePassword",
                "Changes one's own password, and ends one's other sessions.",
                for: .person(.viewer),
                body: .json(
                    .named(
                        "PasswordChange",
                        .object([.init("current", .text(upTo: 1000)), .init("new", .text(upTo: 1000))])
                    ),
                    example: ["current": "correct horse battery staple", "new": "a new and longer password"]
                ),
                answers: [
                    .empty("It is changed."), .problem(.conflict, "Somebody else changed this person meanwhile."),
                ]
            ) { request in
                guard case .person(let principal) = request.requester, case .session(let id) = principal.proof else {
                    throw ProblemDetails(.forbidden, "session_only", "Log in with the password to change it.")
                }
                do {
                    try await people.changePassword(
                        of: principal.person.id,
                        from: Secret(request.body["current"]?.string ?? ""),
                        to: Secret(request.body["new"]?.string ?? ""),
                        in: id,
                        address: request.address
                    )
                } catch PeopleError.wrongCredentials {
                    throw ProblemDetails(.forbidden, "wrong_password", "That is not the current password.")
                }
                return .done
            },
        ]
    }

    private func response(
        to arrival: PeopleDirectory.Arrival,
        _ request: APIRequest,
        status: HTTPResponse.Status
    ) -> APIResponse {
        let lifetime = Int(PeopleDirectory.sessionLifetime)
        return APIResponse(
            status,
            headers: [.setCookie: cookie(arrival.token.text, request, lifetime: lifetime)],
            .json(arrival.person.json)
        )
    }

    private func cookie(_ value: String, _ request: APIRequest, lifetime: Int) -> String {
        RequestSender.cookie(value, lifetime: lifetime, at: request.origin)
    }

    // MARK: People

    private var list: Endpoint {
        Endpoint(
            .get,
            "/v1/people",
            "listPeople",
            "Lists the people, by address.",
            for: .person(.viewer),
            query: PageRequest.items,
            answers: [.json("A page of people.", .page(.person))]
        ) { request in
            let page = try PageRequest(request)
            return .json(page.page(of: try await people.people(), by: \.id, \.json))
        }
    }

    private var create: Endpoint {
        Endpoint(
            .post,
            "/v1/people",
            "createPerson",
            "Lets somebody in.",
            for: .person(.owner),
            body: .json(
                .named(
                    "NewPerson",
                    .object([
                        .init("email", .text(upTo: 254)), .init("name", .text(upTo: 80)), .init("role", .role),
                        Self.passwordField,
                    ])
                ),
                example: [
                    "email": "grace@acme.example", "name": "Grace", "role": "viewer",
                    "password": "a first long password",
                ]
            ),
            answers: [
                .json("The person.", .person, status: .created), .problem(.conflict, "Somebody has the address."),
            ]
        ) { request in
            let person = try await people.add(
                email: request.body["email"]?.string ?? "",
                name: request.body["name"]?.string ?? "",
                role: request.body["role"]?.string.flatMap(Role.init) ?? .viewer,
                password: Secret(request.body["password"]?.string ?? "")
            )
            let tag = EntityTag(revision: person.revision)
            return .created(person.json, at: "/v1/people/\(person.id)", tag: tag)
        }
    }

    private var get: Endpoint {
        Endpoint(
            .get,
            "/v1/people/{person_id}",
            "getPerson",
            "Shows a person.",
            for: .person(.viewer),
            answers: [.json("The person.", .person)]
        ) { request in
            shown(try await people.person(request.parameter("person_id")))
        }
    }

    private func shown(_ person: Person) -> APIResponse {
        .json(person.json, tag: EntityTag(revision: person.revision))
    }

    private var change: Endpoint {
        Endpoint(
            .patch,
            "/v1/people/{person_id}",
            "changePerson",
            "Changes what is known of a person, and what they may do.",
            for: .person(.owner),
            body: .json(
                .named(
                    "PersonChanges",
                    .object([
                        .optional("email", .text(upTo: 254)), .optional("name", .text(upTo: 80)),
                        .optional("role", .role),
                    ])
                ),
                example: ["role": "owner"]
            ),
            takesIfMatch: true,
            answers: [
                .json("The person.", .person),
                .problem(.conflict, "Somebody has the address, nobody else is an owner, or it was changed meanwhile."),
            ]
        ) { request in
            let before = try await people.person(request.parameter("person_id"))
            try request.checkIfMatch(EntityTag(revision: before.revision))
            return shown(
                try await people.update(
                    before.id,
                    email: request.body["email"]?.string,
                    name: request.body["name"]?.string,
                    role: request.body["role"]?.string.flatMap(Role.init),
                    revision: before.revision
                )
            )
        }
    }

    private var remove: Endpoint {
        Endpoint(
            .delete,
            "/v1/people/{person_id}",
            "removePerson",
            "Removes a person with all their sessions and tokens.",
            for: .person(.owner),
            answers: [.empty("They are removed."), .problem(.conflict, "Nobody else is an owner.")]
        ) { request in
            try await people.remove(request.parameter("person_id"))
            return .done
        }
    }

    private var resetPassword: Endpoint {
        Endpoint(
            .put,
            "/v1/people/{person_id}/password",
            "resetPassword",
            "Gives a person another password, and ends all their sessions.",
            for: .person(.owner),
            body: .json(
                .named("NewPassword", .object([Self.passwordField])),
                example: ["password": "another long password"]
            ),
            answers: [.empty("It is set."), .problem(.conflict, "Somebody else changed this person meanwhile.")]
        ) { request in
            try await people.resetPassword(
                of: request.parameter("person_id"),
                to: Secret(request.body["password"]?.string ?? "")
            )
            return .done
        }
    }
}
