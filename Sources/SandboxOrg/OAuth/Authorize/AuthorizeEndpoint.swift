import FoundationEssentials
import HTTPTypes

/// `/services/oauth2/authorize`: where an app sends a browser, whose user logs in and allows or denies.
struct AuthorizeEndpoint: Sendable {
    private static let cookieName = "sandbox_sid"

    let logIn: LogIn
    let apps: AppRegistry
    let codes: AuthorizationCodes
    let browsers: BrowserSessions

    func respond(to request: RestRequest) async -> RestResponse {
        let form = QueryItems(String(decoding: request.body, as: UTF8.self))
        let isAnswer = request.method == .post && form["action"] != nil
        let query = isAnswer ? form["request"] ?? "" : request.method == .post ? request.bodyText : request.query.text
        do throws(AuthorizationRequest.Refusal) {
            let asked = try AuthorizationRequest(QueryItems(query), apps: apps)
            do throws(OAuthError) {
                return isAnswer
                    ? try await answer(form, to: asked, query, request) : try await ask(asked, query, request)
            } catch {
                throw AuthorizationRequest.Refusal(error: error, request: asked)
            }
        } catch {
            guard let asked = error.request else { return AuthorizePage.failure(error.error).response(status: 400) }
            return redirect(
                asked.location(["error": error.error.error, "error_description": error.error.description])
            )
        }
    }

    /// Shows what the user has to do next, which may be nothing.
    private func ask(
        _ asked: AuthorizationRequest,
        _ query: String,
        _ request: RestRequest
    ) async throws(OAuthError) -> RestResponse {
        let known = browsers.browser(cookie: cookie(of: request))
        guard let known, let userId = known.userId, asked.prompts.isDisjoint(with: ["login", "select_account"]),
            let user = try? await logIn.activeUser(userId)
        else {
            guard !asked.isImmediate else { throw .immediateUnsuccessful }
            return logInPage(asked, query, request)
        }
        return try proceed(asked, query, user, formToken: known.formToken)
    }

    private func proceed(
        _ asked: AuthorizationRequest,
        _ query: String,
        _ user: Org.User,
        formToken: String
    ) throws(OAuthError) -> RestResponse {
        let hasApproved = browsers.hasApproved(asked.scopes, clientId: asked.app.clientId, userId: user.id)
        if hasApproved, !asked.prompts.contains("consent") { return grant(asked, userId: user.id) }
        guard !asked.isImmediate else { throw .immediateUnsuccessful }
        let form = AuthorizePage.Form(query: query, token: formToken)
        return AuthorizePage.consent(asked, form: form, username: user.username).response()
    }

    /// Takes what the user sent from one of the pages.
    private func answer(
        _ form: QueryItems,
        to asked: AuthorizationRequest,
        _ query: String,
        _ request: RestRequest
    ) async throws(OAuthError) -> RestResponse {
        guard let browser = browsers.browser(cookie: cookie(of: request)),
            form["token"]?.matches(secret: browser.formToken) == true
        else {
            // The page is too old, or another site's.
            return AuthorizePage.failure(OAuthError("invalid_request", "the form has expired")).response(status: 403)
        }
        if form["action"] == "log_in" { return try await acceptLogIn(form, to: asked, query, request) }
        guard let userId = browser.userId, let user = try? await logIn.activeUser(userId), form["action"] != "switch"
        else {
            browsers.end(cookie: cookie(of: request))
            return logInPage(asked, query, request)
        }
        guard form["action"] == "allow" else {
            throw OAuthError("access_denied", "end-user denied authorization")
        }
        browsers.approve(asked.scopes, clientId: asked.app.clientId, userId: user.id)
        return grant(asked, userId: user.id)
    }

    private func acceptLogIn(
        _ form: QueryItems,
        to asked: AuthorizationRequest,
        _ query: String,
        _ request: RestRequest
    ) async throws(OAuthError) -> RestResponse {
        let username = form["username"] ?? ""
        guard let user = try await logIn.user(named: username, password: form["password"] ?? ""), user.isActive else {
            return logInPage(asked, query, request, username: username, isRefused: true)
        }
        guard asked.app.admits(user.username) else {
            throw OAuthError("access_denied", OAuthError.notAdmitted.description)
        }
        // Somebody may have planted the cookie the browser came with.
        browsers.end(cookie: cookie(of: request))
        let (cookie, browser) = browsers.begin(userId: user.id)
        var response = try proceed(asked, query, user, formToken: browser.formToken)
        set(cookie, in: &response, request)
        return response
    }

    private func logInPage(
        _ asked: AuthorizationRequest,
        _ query: String,
        _ request: RestRequest,
        username: String? = nil,
        isRefused: Bool = false
    ) -> RestResponse {
        let known = cookie(of: request).flatMap { cookie in browsers.browser(cookie: cookie).map { (cookie, $0) } }
        let (cookie, browser) = known ?? browsers.begin()
        let form = AuthorizePage.Form(query: query, token: browser.formToken)
        var response = AuthorizePage.logIn(asked, form: form, username: username, isRefused: isRefused).response()
        set(cookie, in: &response, request)
        return response
    }

    private func grant(_ asked: AuthorizationRequest, userId: String) -> RestResponse {
        let grant = Session.Grant(clientId: asked.app.clientId, userId: userId, scopes: asked.scopes)
        let consent = AuthorizationCodes.Consent(
            grant: grant,
            redirectURI: asked.redirectURI,
            challenge: asked.challenge,
            nonce: asked.nonce
        )
        return redirect(asked.location(["code": codes.issue(consent)]))
    }

    private func redirect(_ location: String) -> RestResponse {
        var response = RestResponse(status: 302, .empty)
        response.headers[.location] = location
        response.headers[.cacheControl] = "no-cache, no-store"
        return response
    }

    private func cookie(of request: RestRequest) -> String? {
        request.headers[values: .cookie].flatMap { $0.split(separator: ";") }.lazy
            .map { $0.split(separator: "=", maxSplits: 1) }
            .first { $0.count == 2 && $0[0].trimmed == Self.cookieName }?[1].trimmed
    }

    private func set(_ cookie: String, in response: inout RestResponse, _ request: RestRequest) {
        let isSecure = request.origin.hasPrefix("https:")
        response.headers[.setCookie] =
            "\(Self.cookieName)=\(cookie); Path=/services/oauth2; HttpOnly; SameSite=Lax\(isSecure ? "; Secure" : "")"
    }
}
