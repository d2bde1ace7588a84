import FoundationEssentials
import JSON
import NIOHTTP1

/// Speaks to the OAuth endpoints of an org.
struct OAuthClient: Sendable {
    let transport: HTTPTransport
    let clock: @Sendable () -> Date
    /// How long an answer is waited for.
    var patience = Duration.seconds(10)

    /// Redeems the code a browser came back with.
    func redeem(
        code: String,
        verifier: Secret,
        redirect: String,
        for app: OAuthApp
    ) async throws(OAuthFailure) -> TokenGrant {
        let form: Form = [
            "grant_type": "authorization_code", "code": code, "redirect_uri": redirect,
            "code_verifier": verifier.text,
        ]
        return try await grant(form, to: app)
    }

    /// Exchanges a refresh token for an access token.
    ///
    /// It is sent once: whether it may be sent again is for the caller to decide.
    func refresh(_ token: Secret, for app: OAuthApp) async throws(OAuthFailure) -> TokenGrant {
        try await grant(["grant_type": "refresh_token", "refresh_token": token.text], to: app)
    }

    /// Asks for a token in the app's own name.
    func acceptCredentials(of app: OAuthApp) async throws(OAuthFailure) -> TokenGrant {
        try await grant(["grant_type": "client_credentials"], to: app)
    }

    /// Asks for a token in the name of a user, with an assertion signed by a private key.
    func assert(_ username: String, privateKey: Secret, for app: OAuthApp) async throws(OAuthFailure) -> TokenGrant {
        let now = clock()
        var reply = try await post(assertion(username, privateKey, app, at: now), to: app)
        // An assertion is good for minutes, so a clock that is wrong by more makes it worthless. The org says what time
        // it has.
        if reply.isRefusal, let time = reply.serverTime, abs(time.timeIntervalSince(now)) > 30 {
            reply = try await post(assertion(username, privateKey, app, at: time), to: app)
        }
        return try reply.grant(to: app)
    }

    private func assertion(
        _ username: String,
        _ privateKey: Secret,
        _ app: OAuthApp,
        at time: Date
    ) async throws(OAuthFailure) -> Form {
        let assertion = Assertion(issuer: app.clientID, subject: username, audience: app.host.audience)
        return [
            "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "assertion": try await assertion.signed(with: privateKey, at: time).text,
        ]
    }

    private func grant(_ form: Form, to app: OAuthApp) async throws(OAuthFailure) -> TokenGrant {
        var form = form
        form.add("client_id", app.clientID)
        form.add("client_secret", app.clientSecret?.text)
        return try await post(form, to: app).grant(to: app)
    }

    private func post(_ form: Form, to app: OAuthApp) async throws(OAuthFailure) -> OAuthReply {
        try await post(form, to: "\(app.host.address)/services/oauth2/token")
    }

    private func post(_ form: Form, to url: String) async throws(OAuthFailure) -> OAuthReply {
        let body = RequestBody(form.bytes)
        do throws(TransportFailure) {
            let answer = try await transport.answer(
                to: .init(
                    method: .POST,
                    url: url,
                    headers: [
                        "Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json",
                        "User-Agent": "Switchboard",
                    ],
                    body: body
                ),
                by: .now + patience
            )
            return OAuthReply(answer)
        } catch {
            let detail = error.error(mayHaveBeenSent: false).detail ?? "\(error)"
            throw body.wasAskedFor ? .unclear(detail) : .notSent(detail)
        }
    }
}

// MARK: - What is known about tokens

extension OAuthClient {
    /// Ends a token: a refresh token takes its access tokens along.
    ///
    /// A token that is no good any more has ended already.
    func revoke(_ token: Secret, at host: LogInHost) async throws(OAuthFailure) {
        let reply = try await post(["token": token.text], to: "\(host.address)/services/oauth2/revoke")
        guard reply.status != 200, !reply.isRefusal else { return }
        throw reply.failure
    }

    /// How long an access token is good for when nobody uses it, in seconds; nil when the org does not say.
    func lifetime(of token: Secret, for app: OAuthApp) async -> Int? {
        var form: Form = ["token": token.text, "token_type_hint": "access_token", "client_id": app.clientID]
        form.add("client_secret", app.clientSecret?.text)
        guard let reply = try? await post(form, to: "\(app.host.address)/services/oauth2/introspect"),
            reply.status == 200, let json = reply.json, json["active"] == true,
            // Both by the org's clock, whatever ours says.
            let expires = json["exp"]?.integer, let issued = json["iat"]?.integer, expires > issued
        else { return nil }
        return expires - issued
    }

    /// Who an access token acts as.
    func identity(of grant: TokenGrant) async throws(OAuthFailure) -> Identity {
        let reply: OAuthReply
        do throws(TransportFailure) {
            reply = OAuthReply(
                try await transport.answer(
                    to: .init(
                        method: .GET,
                        url: grant.identityURL,
                        headers: [
                            "Authorization": "Bearer \(grant.accessToken.text)", "Accept": "application/json",
                            "User-Agent": "Switchboard",
                        ]
                    ),
                    by: .now + patience
                )
            )
        } catch {
            throw .notSent(error.error(mayHaveBeenSent: false).detail ?? "\(error)")
        }
        guard reply.status == 200, let json = reply.json else { throw reply.failure }
        guard let identity = Identity(json), identity.isUser(grant.userID, of: grant.organizationID) else {
            throw .untrusted("it tells of another user than the token is for.")
        }
        return identity
    }

    /// The versions of the API an org offers, the oldest first.
    func versions(of instance: InstanceURL) async throws(OAuthFailure) -> [String] {
        let reply: OAuthReply
        do throws(TransportFailure) {
            reply = OAuthReply(
                try await transport.answer(
                    to: .init(
                        method: .GET,
                        url: "\(instance)/services/data",
                        headers: ["Accept": "application/json", "User-Agent": "Switchboard"]
                    ),
                    by: .now + patience
                )
            )
        } catch {
            throw .notSent(error.error(mayHaveBeenSent: false).detail ?? "\(error)")
        }
        guard let versions = reply.json?.array?.compactMap({ $0["version"]?.string }), !versions.isEmpty else {
            throw .notNow("it does not say which versions of the API it offers.")
        }
        return versions
    }
}
