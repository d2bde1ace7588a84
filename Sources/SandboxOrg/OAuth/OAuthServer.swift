import HTTPTypes
import JSON

/// Everything about an org that is not behind a log-in because it is the log-in.
struct OAuthServer: Sendable {
    private let tokens: TokenEndpoint
    private let status: TokenStatus
    private let authorize: AuthorizeEndpoint
    private let identity: IdentityResource
    private let soap: SoapLogin

    init(org: Org, sessions: SessionRegistry, configuration: OAuthConfiguration) {
        let logIn = LogIn(org: org)
        let apps = AppRegistry(configuration.apps)
        let codes = AuthorizationCodes(clock: sessions.clock)
        let idTokens = IdTokens(clock: sessions.clock)
        tokens = TokenEndpoint(logIn: logIn, apps: apps, sessions: sessions, codes: codes, idTokens: idTokens)
        status = TokenStatus(logIn: logIn, apps: apps, sessions: sessions)
        authorize = AuthorizeEndpoint(
            logIn: logIn,
            apps: apps,
            codes: codes,
            browsers: BrowserSessions(length: configuration.sessionLength, clock: sessions.clock)
        )
        identity = IdentityResource(org: org, sessions: sessions, idTokens: idTokens)
        soap = SoapLogin(logIn: logIn, sessions: sessions)
    }

    /// The answer of one of its addresses; nil when the request is for another.
    func response(to request: RestRequest) async -> RestResponse? {
        switch request.path.first {
        case "id": await identity.respond(to: request)
        case ".well-known" where request.path.count == 2: identity.discovery(request)
        case "services" where request.path.count >= 3 && request.path[1] == "Soap": await soap.respond(to: request)
        case "services" where request.path.count == 3 && request.path[1] == "oauth2": await endpoint(request)
        default: nil
        }
    }

    private func endpoint(_ request: RestRequest) async -> RestResponse? {
        let isPost = request.method == .post
        let items = isPost ? QueryItems(request.bodyText + "&" + request.query.text) : request.query
        let format = OAuthFormat(items, headers: request.headers)
        do throws(OAuthError) {
            switch request.path[2] {
            case "authorize":
                guard isPost || request.method == .get else { throw .mustPost }
                return await authorize.respond(to: request)
            case "token":
                guard isPost else { throw .mustPost }
                return format.response(try await tokens.grant(items, to: request).members)
            case "introspect":
                guard isPost else { throw .mustPost }
                return format.response(try await status.introspect(items, request))
            case "revoke":
                try status.revoke(items["token"])
                return RestResponse(status: 200, .empty)
            case "userinfo":
                return await identity.userInfo(request)
            default:
                return nil
            }
        } catch {
            return format.response(error.members, status: error.status)
        }
    }
}

extension RestRequest {
    var bodyText: String { String(decoding: body, as: UTF8.self) }

    /// The name the client reached the server under, without the port.
    var host: String {
        let authority = origin.drop { $0 != ":" }.dropFirst("://".count)
        return String(authority.prefix { $0 != ":" })
    }
}
