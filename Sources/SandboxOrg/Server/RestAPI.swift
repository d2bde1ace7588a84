import HTTPTypes
import JSON

/// The REST API of an org: finds the resource a request is for and answers it.
///
/// It knows nothing of sockets, so that a composite request can run its parts through it.
struct RestAPI: Sendable {
    static let maximumURILength = 16_384

    let org: Org
    let sessions: SessionRegistry
    let usage: APIUsage
    private let routes: [Route]
    private let tokens: TokenEndpoint

    init(org: Org, sessions: SessionRegistry, usage: APIUsage) {
        self.org = org
        self.sessions = sessions
        self.usage = usage
        tokens = TokenEndpoint(org: org, sessions: sessions)
        routes =
            ObjectResource(org: org).routes + RowResource(org: org).routes
            + KeyedRowResource(org: org).routes
            + QueryResource(org: org, cursors: CursorRegistry(clock: { [org] in org.now })).routes
            + LimitsResource(usage: usage).routes
    }

    func respond(to request: RestRequest) async -> RestResponse {
        var response: RestResponse
        do throws(SalesforceError) {
            response = try await answer(request)
        } catch {
            response = .failure(error)
        }
        response.headers[.sforceLimitInfo] = usage.header
        return response
    }

    private func answer(_ request: RestRequest) async throws(SalesforceError) -> RestResponse {
        var request = request
        if request.method == .post, let override = request.query["_HttpMethod"],
            let method = HTTPRequest.Method(rawValue: override)
        {
            request.method = method
        }
        guard request.path.first == "services", request.path.count >= 2 else { throw .notFound }
        switch request.path[1] {
        case "oauth2": return await tokens.respond(to: request)
        case "data": return try await answerData(request)
        default: throw .notFound
        }
    }

    private func answerData(_ request: RestRequest) async throws(SalesforceError) -> RestResponse {
        var request = request
        guard request.path.count > 2 else {
            let list = Route("", [.get: { _ throws(SalesforceError) in .json(APIVersion.list) }])
            return try await list.handler(for: request.method)(request)
        }
        let version = try APIVersion(segment: request.path[2])
        request.apiVersion = version.text
        request.session = try sessions.session(authorization: request.headers[.authorization])
        try usage.countRequest()
        let path = request.path.dropFirst(3)
        if path.isEmpty { return try rootResource(request) }
        for route in routes {
            guard let parameters = route.parameters(in: path) else { continue }
            request.parameters = parameters
            return try await route.handler(for: request.method)(request)
        }
        throw .notFound
    }

    private func rootResource(_ request: RestRequest) throws(SalesforceError) -> RestResponse {
        var resources = JSONObject()
        for name in ["search", "limits", "query", "queryAll", "sobjects"] {
            resources[name] = .string(request.path(to: name))
        }
        let userId = request.userId ?? org.administratorId
        resources["identity"] = .string("\(request.origin)/id/\(org.organizationId)/\(userId)")
        return .json(.object(resources))
    }
}

extension HTTPField.Name {
    // The names are tokens, so they are always valid; the type cannot know.
    static let sforceLimitInfo = HTTPField.Name("Sforce-Limit-Info") ?? .server
    static let sforceQueryOptions = HTTPField.Name("Sforce-Query-Options") ?? .server
}
