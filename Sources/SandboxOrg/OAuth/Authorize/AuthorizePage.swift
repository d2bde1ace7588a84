import HTTPTypes

/// The pages a user sees on the way to an app: plain HTML that needs no script.
struct AuthorizePage: Sendable {
    var title: String
    var content: String
    /// As narrow as a pop-up or a telephone.
    var isNarrow = false

    /// The form that asks for user name and password.
    static func logIn(_ request: AuthorizationRequest, form: Form, username: String?, isRefused: Bool) -> AuthorizePage
    {
        let refusal = """
            <p class="refusal" role="alert">Please check your username and password. If you still can't log in, contact
            your Salesforce administrator.</p>
            """
        return AuthorizePage(
            title: "Log in to the sandbox org",
            content: """
                \(isRefused ? refusal : "")
                <form method="post" action="/services/oauth2/authorize">
                \(form.hiddenFields)
                <label for="username">Username</label>
                <input id="username" name="username" type="text" autocomplete="username" required
                value="\((username ?? request.loginHint ?? "").escapedAsMarkup)">
                <label for="password">Password</label>
                <input id="password" name="password" type="password" autocomplete="current-password" required>
                <button name="action" value="log_in">Log In</button>
                </form>
                """,
            isNarrow: request.display != "page"
        )
    }

    /// The form that asks whether the app may.
    static func consent(_ request: AuthorizationRequest, form: Form, username: String) -> AuthorizePage {
        let scopes = request.scopes.map { "<li>\((scopeLabels[$0] ?? $0).escapedAsMarkup)</li>" }.joined()
        return AuthorizePage(
            title: "Allow access?",
            content: """
                <p><strong>\(request.app.clientId.escapedAsMarkup)</strong> is asking to:</p>
                <ul>\(scopes)</ul>
                <form method="post" action="/services/oauth2/authorize">
                \(form.hiddenFields)
                <button class="plain" name="action" value="deny">Deny</button>
                <button name="action" value="allow">Allow</button>
                <p>You are \(username.escapedAsMarkup).
                <button class="link" name="action" value="switch">Not you?</button></p>
                </form>
                """,
            isNarrow: request.display != "page"
        )
    }

    /// A failure that no app is told of.
    static func failure(_ error: OAuthError) -> AuthorizePage {
        AuthorizePage(
            title: "We can't authorize you because of an OAuth error",
            content: """
                <p>error=<code>\(error.error.escapedAsMarkup)</code></p>
                <p>error_description=<code>\(error.description.escapedAsMarkup)</code></p>
                """
        )
    }

    func response(status: Int = 200) -> RestResponse {
        let html = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>\(title.escapedAsMarkup)</title>
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <style>\(Self.style)</style></head>
            <body><main\(isNarrow ? " class=\"narrow\"" : "")><h1>\(title.escapedAsMarkup)</h1>
            \(content)
            </main></body></html>

            """
        var response = RestResponse(
            status: status,
            .bytes(Array(html.utf8), contentType: "text/html;charset=UTF-8")
        )
        response.headers[.cacheControl] = "no-cache, no-store"
        // Nothing but the page itself, in nobody's frame.
        response.headers[.contentSecurityPolicy] =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.referrerPolicy] = "no-referrer"
        return response
    }

    private static let scopeLabels = [
        "address": "Access your address",
        "api": "Manage user data via APIs",
        "chatter_api": "Access Chatter REST API resources",
        "custom_permissions": "Access custom permissions",
        "email": "Access your e-mail address",
        "full": "Full access",
        "id": "Access the identity URL service",
        "offline_access": "Perform requests at any time",
        "openid": "Access unique user identifiers",
        "phone": "Access your phone number",
        "profile": "Access your profile",
        "refresh_token": "Perform requests at any time",
        "visualforce": "Access Visualforce applications",
        "web": "Manage user data via Web browsers",
    ]

    private static let style = """
        :root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}body{margin:0;display:grid;place-items:center;\
        min-height:100vh}main{box-sizing:border-box;width:min(28rem,100%);padding:2rem}main.narrow{width:100%;padding:1rem}\
        h1{font-size:1.4rem}label,input,button{display:block;font:inherit}input{box-sizing:border-box;width:100%;\
        margin-bottom:1rem;padding:.5rem}button{display:inline-block;padding:.5rem 1.25rem;cursor:pointer}.link{border:0;\
        padding:0;background:none;text-decoration:underline;color:inherit}.refusal{border-left:.25rem solid #c23934;\
        padding-left:.75rem}
        """
}

extension AuthorizePage {
    /// What a form carries from page to page.
    struct Form: Sendable {
        /// The query the app sent the browser with.
        var query: String
        var token: String

        fileprivate var hiddenFields: String {
            """
            <input type="hidden" name="request" value="\(query.escapedAsMarkup)">
            <input type="hidden" name="token" value="\(token.escapedAsMarkup)">
            """
        }
    }
}

extension HTTPField.Name {
    // The name is a token, so it is always valid; the type cannot know.
    static let referrerPolicy = HTTPField.Name("Referrer-Policy") ?? .server
}
