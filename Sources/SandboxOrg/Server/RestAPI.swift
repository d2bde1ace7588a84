import HTTPTypes
import JSON

/// The REST API of an org: finds the resource a request is for and answers it.
///
/// It knows nothing of sockets, so that a composite request can run its parts through it.
struct RestAPI: Sendable {
    /// In bytes, by itself and with all headers.
    static let maximumURILength = 16_384
    static let maximumHeadLength = 16_384

    let org: Org
    let sessions: SessionRegistry
    let usage: APIUsage
    private let router: ResourceRouter
    private let oauth: OAuthServer

    init(
        org: Org,
        sessions: SessionRegistry,
        usage: APIUsage,
        cursors: CursorRegistry,
        oauth: OAuthServer
    ) {
        self.org = org
        self.sessions = sessions
        self.usage = usage
        self.oauth = oauth
        router = .standard(usage: usage, cursors: cursors)
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

    /// An error with the headers every answer has.
    func refusal(_ error: SalesforceError) -> RestResponse {
        var response = RestResponse.failure(error)
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
        if request.path.starts(with: ["services", "data"]) { return try await answerData(request) }
        guard let response = await oauth.response(to: request) else { throw .notFound }
        return response
    }

    private func answerData(_ request: RestRequest) async throws(SalesforceError) -> RestResponse {
        var request = request
        guard request.path.count > 2 else {
            guard request.method == .get || request.method == .head else {
                throw .methodNotAllowed(request.method.rawValue, allowed: ["GET", "HEAD"])
            }
            return .json(APIVersion.list)
        }
        let version = try APIVersion(segment: request.path[2])
        request.apiVersion = version.text
        request.session = try sessions.session(authorization: request.headers[.authorization])
        try usage.countRequest()
        let isReading = request.method == .get || request.method == .head
        let (handler, routed) = try router.handler(for: request)
        var response = try await org.connected(
            for: isReading ? .reading : .writing,
            as: request.userId,
            options: SaveOptions(request.headers, apiVersion: version.text)
        ) { connection throws(SalesforceError) in try handler(routed, connection) }
        if let warning = version.deprecationWarning { response.headers[.warning] = warning }
        return response
    }
}

extension HTTPField.Name {
    // The names are tokens, so they are always valid; the type cannot know.
    static let sforceLimitInfo = HTTPField.Name("Sforce-Limit-Info") ?? .server
    static let sforceQueryOptions = HTTPField.Name("Sforce-Query-Options") ?? .server
    static let sforceDuplicateRule = HTTPField.Name("Sforce-Duplicate-Rule-Header") ?? .server
    static let prettyPrint = HTTPField.Name("X-PrettyPrint") ?? .server
    static let warning = HTTPField.Name("Warning") ?? .server
}
