import Foundation
import HTTPTypes
import JSON
import Platforms
import Workspace

extension ProblemDetails {
    init(_ error: PeopleError) {
        switch error {
        case .unknownPerson:
            self.init(.notFound, "no_such_person", "There is no such person. GET /v1/people lists them.")
        case .unknownToken:
            self.init(.notFound, "no_such_token", "There is no such token. GET /v1/tokens lists them.")
        case .unknownSession:
            self.init(
                .notFound,
                "no_such_session",
                "There is no such session, or it is over. GET /v1/sessions lists them."
            )
        case .wrongCredentials:
            self.init(
                .unauthorized,
                "wrong_credentials",
                "The address or the password is wrong.",
                headers: [.wwwAuthenticate: "Bearer"]
            )
        case .tooManyAttempts(let wait):
            self.init(
                .tooManyRequests,
                "too_many_attempts",
                "Too many wrong passwords. Try again in \(max(1, wait / 60)) minutes.",
                headers: [.retryAfter: String(wait)]
            )
        case .unknownLink:
            self.init(
                .forbidden,
                "no_such_link",
                "This set-up link was used, is too old, or was never given. Start the server again for a new one."
            )
        case .emailTaken(let email): self.init(.conflict, "email_taken", "\(email) is somebody's already.")
        case .lastOwner: self.init(.conflict, "last_owner", "There must be an owner. Make somebody else one first.")
        case .invalid(let problems): self.init(WorkspaceError.invalid(problems))
        case .conflict: self.init(StoreError.conflict)
        case .store(let error): self.init(error)
        }
    }
}

extension Schema {
    static let role = Schema.choice(Role.allCases.map(\.rawValue))

    static let person = Schema.named(
        "Person",
        .object([
            Field("id", .identifier("usr")), Field("email", .text(upTo: 254)), Field("name", .text(upTo: 80)),
            Field("role", .role), Field("created_at", .dateTime), Field("changed_at", .dateTime),
        ])
    )
}

extension Person {
    var json: JSONValue {
        [
            "id": .string(id), "email": .string(email), "name": .string(name), "role": .string(role.rawValue),
            "created_at": .string(createdAt.timestamp), "changed_at": .string(changedAt.timestamp),
        ]
    }
}
