import HTTPTypes
import JSON
package import Platforms
package import Workspace

/// The connections of a workspace: making them, signing in and out, and what their orgs look like.
package struct ConnectionResource: Sendable {
    private let connections: Connections
    private let library: ActionLibrary
    private let allowsPlainHTTP: Bool
    /// How long an org may take to describe itself.
    private static let patience: Duration = .seconds(10)

    package init(connections: Connections, library: ActionLibrary, allowsPlainHTTP: Bool = false) {
        self.connections = connections
        self.library = library
        self.allowsPlainHTTP = allowsPlainHTTP
    }

    package var endpoints: [Endpoint] { [list, create, callback, get, change, remove, disconnect, reconnect] + orgs }

    private static let example: JSONValue = [
        "name": "Sales", "login_host": "https://acme.my.salesforce.com", "grant": "client_credentials",
        "client_id": "3MVG9…", "client_secret": "…",
    ]

    private static let refused = Endpoint.Answer.problem(
        .failedDependency,
        "The org can't be reached, or is closed for now."
    )

    private var list: Endpoint {
        Endpoint(
            .get,
            "/v1/connections",
            "listConnections",
            "Lists the connections, by name.",
            for: .person(.viewer),
            query: PageRequest.items,
            answers: [.json("A page of connections.", .page(.connection))]
        ) { request in
            let page = try PageRequest(request)
            return .json(page.page(of: try await connections.list(), by: \.id) { .object($0.json) })
        }
    }

    private var create: Endpoint {
        Endpoint(
            .post,
            "/v1/connections",
            "createConnection",
            "Connects an org: at once, or by sending somebody to sign in with a browser.",
            for: .person(.owner),
            body: .json(.newConnection, example: Self.example),
            answers: [
                .json("The connection; open `authorization_url` if there is one.", .begunConnection, status: .created),
                .problem(.conflict, "Another connection has the name, or it leads to another org than before."),
                Self.refused,
            ]
        ) { request in
            var settings = ConnectionSettings(
                name: "",
                logInHost: .production,
                grant: .authorizationCode,
                clientID: ""
            )
            try settings.apply(request.body, allowsPlainHTTP: allowsPlainHTTP)
            let credentials = ConnectionCredentials(request.body)
            var object: JSONObject
            if settings.grant.needsPerson {
                let beginning = try await connections.begin(
                    settings,
                    credentials: credentials,
                    redirect: redirect(request)
                )
                object = beginning.connection.json
                object["authorization_url"] = .string(beginning.authorizationURL)
            } else {
                object = try await connections.connect(settings, credentials: credentials).json
            }
            return .created(.object(object), at: "/v1/connections/\(object["id"]?.string ?? "")")
        }
    }

    private func redirect(_ request: APIRequest) -> String { "\(request.origin)/v1/connections/callback" }

    private var callback: Endpoint {
        Endpoint(
            .get,
            "/v1/connections/callback",
            "finishConnection",
            "Finishes a sign-in: the org sends the browser here.",
            for: .anyone,
            query: [
                .init("state", .text(upTo: 500), "What the sign-in was begun with."),
                .init("code", .text(upTo: 2000), "What the org grants."),
                .init("error", .text(upTo: 500), "Why the org refuses."),
                .init("error_description", .text(upTo: 2000), "The same in words."),
            ],
            answers: [
                .json("Which connection is signed in.", .finishedConnection),
                .problem(.conflict, "It leads to another org than before."),
                .problem(.unprocessableContent, "The org or the person refused, and why."),
                Self.refused,
            ]
        ) { request in
            guard let state = request.query["state"]?.string else { throw ConnectionError.unknownState }
            if let error = request.query["error"]?.string {
                let description = request.query["error_description"]?.string
                throw try await connections.abandon(state: state, error: error, description: description)
            }
            guard let code = request.query["code"]?.string else { throw ConnectionError.unknownState }
            let connection = try await connections.finish(state: state, code: code)
            // Whoever comes back has shown no credential: what is known of the org is not for them.
            return .json(["id": .string(connection.id), "status": .string(connection.state.status.name)])
        }
    }

    private var get: Endpoint {
        Endpoint(
            .get,
            "/v1/connections/{connection_id}",
            "getConnection",
            "Shows a connection and how it stands.",
            for: .person(.viewer),
            answers: [.json("The connection.", .connection)]
        ) { request in
            shown(try await connections.connection(request.parameter("connection_id")))
        }
    }

    private func shown(_ connection: SavedConnection) -> APIResponse {
        .json(.object(connection.json), tag: EntityTag(revision: connection.revision))
    }

    private var change: Endpoint {
        Endpoint(
            .patch,
            "/v1/connections/{connection_id}",
            "changeConnection",
            "Changes settings of a connection; with another app, host or grant somebody has to sign in again.",
            for: .person(.owner),
            body: .json(.connectionChanges, example: ["name": "Service"]),
            takesIfMatch: true,
            answers: [
                .json("The connection.", .connection),
                .problem(.conflict, "Another connection has the name, or somebody else changed this one meanwhile."),
            ]
        ) { request in
            let before = try await connections.connection(request.parameter("connection_id"))
            try request.checkIfMatch(EntityTag(revision: before.revision))
            var settings = before.settings
            try settings.apply(request.body, allowsPlainHTTP: allowsPlainHTTP)
            let credentials = ConnectionCredentials(request.body)
            return shown(
                try await connections.change(
                    before.id,
                    to: settings,
                    credentials: credentials,
                    revision: before.revision
                )
            )
        }
    }

    private var remove: Endpoint {
        Endpoint(
            .delete,
            "/v1/connections/{connection_id}",
            "removeConnection",
            "Signs out, ends the tokens at the org, and removes the connection.",
            for: .person(.owner),
            takesIfMatch: true,
            answers: [
                .json("Whether the org could be told that its tokens are given up.", Self.revocation),
                .problem(.conflict, "Actions use it; they must go elsewhere or be removed first."),
            ]
        ) { request in
            let id = request.parameter("connection_id")
            try request.checkIfMatch(EntityTag(revision: try await connections.connection(id).revision))
            let users = try await library.actions(on: id)
            guard users.isEmpty else {
                throw ProblemDetails(
                    .conflict,
                    "in_use",
                    "These actions use it: \(users.prefix(20).map(\.name).joined(separator: ", ")). Remove them first."
                )
            }
            return .json(["revoked": .boolean(try await connections.remove(id, revision: request.revisionToMatch()))])
        }
    }

    private static let revocation = Schema.named("Revocation", .object([.init("revoked", .boolean)]))

    private var disconnect: Endpoint {
        Endpoint(
            .post,
            "/v1/connections/{connection_id}/disconnect",
            "disconnectConnection",
            "Signs out and ends the tokens at the org; the settings stay.",
            for: .person(.owner),
            answers: [.json("Whether the org could be told that its tokens are given up.", Self.revocation)]
        ) { request in
            let id = request.parameter("connection_id")
            return .json(["revoked": .boolean(try await connections.disconnect(id))])
        }
    }

    private var reconnect: Endpoint {
        Endpoint(
            .post,
            "/v1/connections/{connection_id}/reconnect",
            "reconnectConnection",
            "Signs in again: at once, or by sending somebody to sign in with a browser.",
            for: .person(.owner),
            answers: [
                .json("The connection; open `authorization_url` if there is one.", .begunConnection),
                .problem(.conflict, "It leads to another org than before."),
                .problem(.unprocessableContent, "The org refuses, and why."),
                Self.refused,
            ]
        ) { request in
            let before = try await connections.connection(request.parameter("connection_id"))
            guard before.settings.grant.needsPerson else {
                return .json(.object(try await connections.connect(before.id).json))
            }
            let beginning = try await connections.reconnect(before.id, redirect: redirect(request))
            var object = beginning.connection.json
            object["authorization_url"] = .string(beginning.authorizationURL)
            return .json(.object(object))
        }
    }

    // MARK: What the orgs look like

    private var orgs: [Endpoint] {
        [
            Endpoint(
                .get,
                "/v1/connections/{connection_id}/objects",
                "listObjects",
                "Lists the objects the org has.",
                for: .person(.viewer),
                query: PageRequest.items,
                answers: [.json("A page of objects.", .page(.objectSummary)), Self.refused]
            ) { request in
                let id = try await connections.connection(request.parameter("connection_id")).id
                let objects = try await connections.objects(through: id, deadline: .now + Self.patience)
                return .json(try PageRequest(request).page(of: objects, by: \.name, \.json))
            },
            Endpoint(
                .get,
                "/v1/connections/{connection_id}/objects/{object}",
                "describeObject",
                "Shows the fields of an object, and what can be done with them.",
                for: .person(.viewer),
                answers: [.json("The object.", .objectDescription), Self.refused]
            ) { request in
                let id = try await connections.connection(request.parameter("connection_id")).id
                let name = request.parameter("object")
                guard name.utf8.allSatisfy({ $0 == 0x5F || Character(UnicodeScalar($0)).isWholeNumber || $0.isLetter })
                else { throw ProblemDetails(.notFound, "no_such_object", "The org has nothing of that name.") }
                let description = try await connections.describe(name, through: id, deadline: .now + Self.patience)
                return .json(description.json)
            },
        ]
    }
}

extension UInt8 {
    fileprivate var isLetter: Bool { (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self) }
}
