import Foundation
import HTTPTypes
import JSON
import Platforms

extension Schema {
    static let connection = Schema.named("Connection", .object(connectionFields))

    /// A connection as it is answered to whoever makes or repeats a sign-in.
    static let begunConnection = Schema.named(
        "BegunConnection",
        .object(
            connectionFields + [
                .optional(
                    "authorization_url",
                    .text(upTo: 4000),
                    "Where somebody must sign in with a browser, within ten minutes. Missing when nobody has to."
                )
            ]
        )
    )

    /// What a browser is told that comes back from the org.
    static let finishedConnection = Schema.named(
        "FinishedConnection",
        .object([Field("id", .identifier("con")), connectionStatus])
    )

    private static let connectionStatus = Field("status", .choice(["disconnected", "connected", "needs_reconnect"]))

    private static let connectionFields: [Field] = [
        Field("id", .identifier("con")),
        Field("name", .text(upTo: 80)),
        Field("platform", .choice(["salesforce"])),
        Field("login_host", .text(upTo: 300), "production, sandbox, or the org's own address."),
        Field("grant", .choice(["authorization_code", "client_credentials", "jwt_bearer"])),
        .optional("username", .text(upTo: 255), "For whom a JWT bearer assertion speaks."),
        Field("client_id", .text(upTo: 512)),
        Field("has_client_secret", .boolean, "The secret itself is never shown."),
        Field("api_version", .text(upTo: 10)),
        Field("scopes", .list(of: .text(upTo: 60), atMost: 20)),
        Field("reserved_percent", .integer(0...90), "How much of the org's daily requests is left to people."),
        connectionStatus,
        .optional("reason", .text(upTo: 2000), "Why somebody has to sign in again."),
        .optional(
            "org",
            .object([
                Field("id", .text(upTo: 18)), Field("instance_url", .text(upTo: 300)),
                Field("user_id", .text(upTo: 18)), Field("username", .text(.upTo(255, orEmpty: true))),
                Field("user_name", .text(.upTo(255, orEmpty: true))), Field("connected_at", .dateTime),
                .optional("newest_api_version", .text(upTo: 10)),
            ])
        ),
        .optional("usage", .apiUsage),
        Field("created_at", .dateTime),
        Field("changed_at", .dateTime),
    ]

    static let apiUsage = Schema.named(
        "APIUsage",
        .object([
            Field("used", .integer(0...Int.max)), Field("granted", .integer(0...Int.max)), Field("at", .dateTime),
        ])
    )

    /// What is set about a new connection.
    static let newConnection = Schema.named("NewConnection", .object(settings(areRequired: true)))
    /// What is to be changed of a connection.
    static let connectionChanges = Schema.named("ConnectionChanges", .object(settings(areRequired: false)))

    private static func settings(areRequired: Bool) -> [Field] {
        var fields: [Field] = [
            Field("name", .text(upTo: 80)),
            Field("login_host", .text(upTo: 300), "production, sandbox, or the org's own address."),
            Field("grant", .choice(["authorization_code", "client_credentials", "jwt_bearer"])),
            Field("client_id", .text(upTo: 512), "The consumer key of the connected app."),
            .optional("client_secret", .text(upTo: 512), "The consumer secret of the connected app."),
            .optional("private_key", .text(upTo: 20_000), "The RSA key that signs assertions, in PEM."),
            .optional("username", .text(upTo: 255), "For whom a JWT bearer assertion speaks."),
            .optional("api_version", .text(upTo: 10), "59.0 when it is left out."),
            .optional("scopes", .list(of: .text(upTo: 60), atMost: 20)),
            .optional("reserved_percent", .integer(0...90), "How much of the org's daily requests is left to people."),
        ]
        if !areRequired { for index in fields.indices { fields[index].isRequired = false } }
        return fields
    }
}

extension SavedConnection {
    /// The connection as the API shows it. No secret is among it.
    var json: JSONObject {
        var object: JSONObject = [
            "id": .string(id), "name": .string(settings.name), "platform": .string(settings.platform),
            "login_host": .string(settings.logInHost.name), "grant": .string(settings.grant.name),
        ]
        object["username"] = settings.grant.username.map(JSONValue.string)
        object["client_id"] = .string(settings.clientID)
        object["has_client_secret"] = .boolean(clientSecret != nil)
        object["api_version"] = .string(settings.apiVersion)
        object["scopes"] = .array(settings.scopes.map(JSONValue.string))
        object["reserved_percent"] = .number(JSONNumber(settings.reservedPercent))
        object["status"] = .string(state.status.name)
        object["reason"] = state.status.reason.map(JSONValue.string)
        object["org"] = state.org?.json
        object["usage"] = state.usage?.json
        object["created_at"] = .string(createdAt.timestamp)
        object["changed_at"] = .string(changedAt.timestamp)
        return object
    }
}

extension ConnectedOrg {
    fileprivate var json: JSONValue {
        var object: JSONObject = [
            "id": .string(organizationID), "instance_url": .string(instance.description), "user_id": .string(userID),
            "username": .string(username), "user_name": .string(userName),
            "connected_at": .string(connectedAt.timestamp),
        ]
        object["newest_api_version"] = newestVersion.map(JSONValue.string)
        return .object(object)
    }
}

extension SeenUsage {
    var json: JSONValue {
        [
            "used": .number(JSONNumber(share.used)), "granted": .number(JSONNumber(share.granted)),
            "at": .string(at.timestamp),
        ]
    }
}

extension ConnectionSettings {
    /// Takes what a request says about a connection; what it leaves out stays as it is.
    mutating func apply(_ body: JSONObject, allowsPlainHTTP: Bool) throws(ProblemDetails) {
        if let name = body["name"]?.string { self.name = name }
        if let host = body["login_host"]?.string {
            guard let host = LogInHost(host, allowsPlainHTTP: allowsPlainHTTP) else {
                throw ProblemDetails(
                    .unprocessableContent,
                    "invalid_connection",
                    "The log-in host is production, sandbox, or an address such as https://acme.my.salesforce.com.",
                    faults: [.init(place: "/login_host", detail: "This is no address, or not HTTPS.")]
                )
            }
            logInHost = host
        }
        if body["grant"] != nil || body["username"] != nil {
            let name = body["grant"]?.string ?? grant.name
            let username = body["username"]?.string ?? grant.username
            guard let grant = Grant(name: name, username: username) else {
                throw ProblemDetails(
                    .unprocessableContent,
                    "invalid_connection",
                    "A JWT bearer grant needs the username it speaks for.",
                    faults: [.init(place: "/username", detail: "This is missing.")]
                )
            }
            self.grant = grant
        }
        if let clientID = body["client_id"]?.string { self.clientID = clientID }
        if let version = body["api_version"]?.string { apiVersion = version }
        if let scopes = body["scopes"]?.array { self.scopes = scopes.compactMap(\.string) }
        if let percent = body["reserved_percent"]?.integer { reservedPercent = percent }
    }
}

extension ConnectionCredentials {
    init(_ body: JSONObject) {
        self.init(
            clientSecret: (body["client_secret"]?.string).map(Secret.init),
            privateKey: (body["private_key"]?.string).map(Secret.init)
        )
    }
}

extension ProblemDetails {
    init(_ error: ConnectionError) {
        switch error {
        case .unknownConnection:
            self.init(
                .notFound,
                "no_such_connection",
                "There is no such connection. GET /v1/connections lists them."
            )
        case .invalid(let problems):
            self.init(
                .unprocessableContent,
                "invalid_connection",
                problems.first.map { "\($0.member): \($0.message)" } ?? "The settings make no sense.",
                faults: problems.map { Fault(place: "/\($0.member)", detail: $0.message) }
            )
        case .nameTaken(let name):
            self.init(.conflict, "name_taken", "There is a connection called \(name) already.")
        case .conflict: self.init(StoreError.conflict)
        case .unknownState:
            self.init(
                .unprocessableContent,
                "no_such_sign_in",
                "This sign-in was begun too long ago, never, or is finished already. Begin again."
            )
        case .refused(let why): self.init(.unprocessableContent, "sign_in_refused", why)
        case .otherOrg(let why): self.init(.conflict, "other_org", why)
        case .unreachable(let why): self.init(.failedDependency, "org_unreachable", why)
        case .store(let error): self.init(error)
        case .vault:
            self.init(
                .internalServerError,
                "vault_locked",
                "A secret can't be opened: the server's key is not the one it was sealed with."
            )
        }
    }

    init(_ error: CRMError) {
        switch error.kind {
        case .notFound:
            self.init(.notFound, "no_such_object", "The org has nothing of that name.")
        default:
            self.init(.failedDependency, "org_unreachable", error.detail ?? "The org can't answer just now.")
        }
    }
}
