import Foundation
import HTTPTypes
import JSON
import Platforms
import Workspace

extension PeopleResource {
    /// The tokens of programs that work in a person's place.
    var tokens: [Endpoint] {
        [
            Endpoint(
                .get,
                "/v1/tokens",
                "listTokens",
                "Lists the tokens that are good, the oldest first.",
                for: .person(.viewer),
                query: PageRequest.items,
                answers: [.json("A page of tokens.", .page(.adminToken))]
            ) { request in
                let page = try PageRequest(request)
                return .json(page.page(of: try await people.adminTokens(), by: \.id) { .object($0.json) })
            },
            Endpoint(
                .post,
                "/v1/tokens",
                "issueToken",
                "Makes a token for a program. It may do no more than whoever makes it.",
                for: .person(.owner),
                body: .json(
                    .named(
                        "NewToken",
                        .object([
                            .init("name", .text(upTo: 80), "What it is for."), .init("role", .role),
                            .optional("expires_at", .dateTime, "It stays until it is revoked when this is left out."),
                        ])
                    ),
                    example: ["name": "nightly export", "role": "viewer"]
                ),
                answers: [.json("The token. `token` is shown this once.", .issuedAdminToken, status: .created)]
            ) { request in
                guard case .person(let principal) = request.requester else { throw PeopleError.unknownPerson }
                let end = request.body["expires_at"]?.string.flatMap(Date.init(timestamp:))
                guard end.map({ $0 > Date() }) ?? true else {
                    throw PeopleError.invalid([WorkspaceProblem(member: "expires_at", "This is over already.")])
                }
                let role = request.body["role"]?.string.flatMap(Role.init) ?? .viewer
                let (token, secret) = try await people.issueAdminToken(
                    named: request.body["name"]?.string ?? "",
                    role: min(role, principal.role),
                    by: principal.person,
                    expiresAt: end
                )
                var object = token.json
                object["token"] = .string(secret.text)
                return APIResponse(.created, .json(.object(object)))
            },
            Endpoint(
                .delete,
                "/v1/tokens/{token_id}",
                "revokeToken",
                "Ends a token.",
                for: .person(.owner),
                answers: [.empty("It is worth nothing any more.")]
            ) { request in
                try await people.revokeAdminToken(request.parameter("token_id"))
                return .done
            },
        ]
    }
}

extension Schema {
    private static let tokenFields: [Field] = [
        Field("id", .identifier("tok")), Field("name", .text(upTo: 80)), Field("role", .role),
        Field("person_id", .identifier("usr"), "Who made it. It ends with them."), Field("created_at", .dateTime),
        .optional("expires_at", .dateTime),
    ]

    static let adminToken = Schema.named("Token", .object(tokenFields))
    static let issuedAdminToken = Schema.named(
        "NewlyIssuedToken",
        .object(tokenFields + [Field("token", .text(upTo: 200))])
    )
}

extension AdminToken {
    fileprivate var json: JSONObject {
        var object: JSONObject = [
            "id": .string(id), "name": .string(name), "role": .string(role.rawValue), "person_id": .string(personID),
            "created_at": .string(createdAt.timestamp),
        ]
        object["expires_at"] = expiresAt.map { .string($0.timestamp) }
        return object
    }
}
