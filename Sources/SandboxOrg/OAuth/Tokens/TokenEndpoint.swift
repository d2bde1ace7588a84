import Crypto
import FoundationEssentials
import HTTPTypes
import JSON

/// `/services/oauth2/token`: exchanges what a client knows for an access token.
struct TokenEndpoint: Sendable {
    let logIn: LogIn
    let apps: AppRegistry
    let sessions: SessionRegistry
    let codes: AuthorizationCodes
    let idTokens: IdTokens

    func grant(_ form: QueryItems, to request: RestRequest) async throws(OAuthError) -> TokenAnswer {
        switch form["grant_type"] {
        case "authorization_code": try await redeemCode(form, request)
        case "refresh_token": try await refresh(form, request)
        case "urn:ietf:params:oauth:grant-type:jwt-bearer": try await acceptAssertion(form, request)
        case "client_credentials": try await acceptCredentials(form, request)
        case "password": try await acceptPassword(form, request)
        default: throw .unsupportedGrantType
        }
    }

    private func redeemCode(_ form: QueryItems, _ request: RestRequest) async throws(OAuthError) -> TokenAnswer {
        let app = try apps.authenticate(form, headers: request.headers)
        guard let code = form["code"] else { throw .missing("code") }
        guard let redirectURI = form["redirect_uri"] else { throw .missing("redirect_uri") }
        let consent = try codes.redeem(code) { sessions.end(family: $0) }
        guard consent.grant.clientId == app.clientId else { throw .invalidCode }
        guard consent.redirectURI == redirectURI else { throw .redirectMismatch }
        try Self.check(verifier: form["code_verifier"], challenge: consent.challenge)
        var grant = consent.grant
        grant.secret = app.secret
        _ = try await logIn.activeUser(grant.userId)
        let pair = beginSession(grant)
        if let family = pair.family { codes.note(family: family, of: code) }
        var answer = answer(pair.accessToken, grant, request)
        answer.refreshToken = pair.refreshToken
        if grant.scopes?.contains("openid") == true {
            answer.idToken = try await idTokens.issue(
                subject: answer.identity,
                app: app.clientId,
                nonce: consent.nonce,
                origin: request.origin
            )
        }
        return answer
    }

    private func beginSession(
        _ grant: Session.Grant
    ) -> (accessToken: String, refreshToken: String?, family: Int?) {
        guard grant.scopes?.contains(where: { ["refresh_token", "offline_access"].contains($0) }) == true else {
            return (sessions.begin(grant), nil, nil)
        }
        let pair = sessions.beginRefreshable(grant)
        return (pair.accessToken, pair.refreshToken, pair.family)
    }

    private static func check(verifier: String?, challenge: String?) throws(OAuthError) {
        guard challenge != nil || verifier != nil else { return }
        guard let challenge, let verifier,
            Base64URL.encoded(SHA256.hash(data: Data(verifier.utf8))).matches(secret: challenge)
        else { throw .invalidVerifier }
    }

    private func refresh(_ form: QueryItems, _ request: RestRequest) async throws(OAuthError) -> TokenAnswer {
        let app = try apps.authenticate(form, headers: request.headers)
        guard let token = form["refresh_token"] else { throw .missing("refresh_token") }
        if let grant = sessions.refreshGrant(token) { _ = try await logIn.activeUser(grant.userId) }
        let pair = try sessions.refresh(token, by: app)
        var answer = answer(pair.accessToken, pair.grant, request)
        answer.refreshToken = pair.refreshToken
        return answer
    }

    private func acceptAssertion(_ form: QueryItems, _ request: RestRequest) async throws(OAuthError) -> TokenAnswer {
        guard let text = form["assertion"] else { throw .missing("assertion") }
        let assertion = try Assertion(text)
        let app = try apps.app(assertion.issuer)
        if !apps.isOpen { try await assertion.check(keys: app.verificationKeys) }
        try assertion.check(now: sessions.clock(), origin: request.origin)
        guard app.isPreauthorized, let user = try await logIn.user(named: assertion.subject) else {
            throw .notApproved
        }
        guard user.isActive else { throw .inactiveUser }
        guard app.admits(assertion.subject) else { throw .notAdmitted }
        let grant = Session.Grant(clientId: app.clientId, userId: user.id, scopes: app.scopes)
        var answer = answer(sessions.begin(grant), grant, request)
        answer.issuedAt = nil
        return answer
    }

    private func acceptCredentials(_ form: QueryItems, _ request: RestRequest) async throws(OAuthError) -> TokenAnswer {
        guard !["login.salesforce.com", "test.salesforce.com"].contains(request.host) else { throw .wrongDomain }
        let app = try apps.authenticate(form, headers: request.headers)
        guard app.secret?.isEmpty == false else { throw .invalidClient }
        let user = try await runAsUser(of: app)
        let scopes = app.scopes.filter { !["refresh_token", "offline_access"].contains($0) }
        let grant = Session.Grant(clientId: app.clientId, secret: app.secret, userId: user.id, scopes: scopes)
        return answer(sessions.begin(grant), grant, request)
    }

    /// Whom an app acts as without a user: the administrator where every app is known.
    private func runAsUser(of app: ConnectedApp) async throws(OAuthError) -> Org.User {
        guard !apps.isOpen else { return try await logIn.activeUser(logIn.org.administratorId) }
        guard let username = app.runAsUsername, let user = try await logIn.user(named: username), user.isActive else {
            throw .noRunAsUser
        }
        return user
    }

    private func acceptPassword(_ form: QueryItems, _ request: RestRequest) async throws(OAuthError) -> TokenAnswer {
        let app = try apps.authenticate(form, headers: request.headers)
        guard let username = form["username"], let password = form["password"],
            let user = try await logIn.user(named: username, password: password)
        else { throw .authenticationFailure }
        guard user.isActive else { throw .inactiveUser }
        guard app.admits(username) else { throw .notAdmitted }
        let grant = Session.Grant(clientId: app.clientId, secret: app.secret, userId: user.id, scopes: nil)
        return answer(sessions.begin(grant), grant, request)
    }

    private func answer(_ accessToken: String, _ grant: Session.Grant, _ request: RestRequest) -> TokenAnswer {
        TokenAnswer(
            accessToken: accessToken,
            secret: grant.secret,
            scopes: grant.scopes,
            origin: request.origin,
            identity: logIn.identity(of: grant.userId, origin: request.origin),
            issuedAt: sessions.clock()
        )
    }
}
