/// What an app asks of a browser's user.
struct AuthorizationRequest: Sendable {
    /// A request that is refused, and where the browser goes with the refusal.
    struct Refusal: Error {
        var error: OAuthError
        /// Nil where the app could not be trusted to be the one that asks: the user is told instead.
        var request: AuthorizationRequest?
    }

    var app: ConnectedApp
    var redirectURI: String
    var scopes: [String]
    var state: String?
    var challenge: String?
    var nonce: String?
    var loginHint: String?
    var prompts: Set<String> = []
    /// Whether the user must not be asked anything.
    var isImmediate = false
    /// `page`, `popup`, `touch` or `mobile`.
    var display = "page"

    init(_ items: QueryItems, apps: AppRegistry) throws(Refusal) {
        do throws(OAuthError) {
            app = try apps.app(items["client_id"])
            redirectURI = try Self.redirectURI(items["redirect_uri"], of: app)
        } catch {
            throw Refusal(error: error)
        }
        state = items["state"]
        scopes = []
        do throws(OAuthError) {
            try read(items, isOpen: apps.isOpen)
        } catch {
            throw Refusal(error: error, request: self)
        }
    }

    private mutating func read(_ items: QueryItems, isOpen: Bool) throws(OAuthError) {
        guard let responseType = items["response_type"] else { throw .missing("response_type") }
        guard responseType == "code" else {
            throw OAuthError("unsupported_response_type", "response type not supported")
        }
        let asked = items["scope"]?.split(separator: " ").map(String.init) ?? []
        scopes = asked.isEmpty ? app.scopes : asked
        let allowed = isOpen ? ConnectedApp.knownScopes : Set(app.scopes)
        guard scopes.allSatisfy(allowed.contains) else { throw .invalidScope }
        challenge = items["code_challenge"].flatMap { $0.isEmpty ? nil : $0 }
        // jsforce sends a challenge and leaves its method out.
        guard ["S256", nil].contains(items["code_challenge_method"]) else {
            throw OAuthError("invalid_request", "code challenge method must be S256")
        }
        guard challenge != nil || isOpen || app.secret != nil else {
            throw OAuthError("invalid_request", "missing required code challenge")
        }
        nonce = items["nonce"]
        loginHint = items["login_hint"]
        prompts = Set(items["prompt"]?.split(separator: " ").map(String.init) ?? [])
        guard prompts.isSubset(of: ["login", "consent", "select_account"]) else {
            throw OAuthError("invalid_request", "invalid prompt")
        }
        isImmediate = items["immediate"] == "true"
        display = items["display"] ?? "page"
        guard ["page", "popup", "touch", "mobile"].contains(display) else {
            throw OAuthError("invalid_request", "invalid display")
        }
    }

    /// Where the browser goes with an answer.
    func location(_ answer: KeyValuePairs<String, String>) -> String {
        var items = answer.map { ($0.key, $0.value) }
        if let state { items.append(("state", state)) }
        let query = items.map { "\($0.0)=\($0.1.escapedAsQueryValue)" }.joined(separator: "&")
        return redirectURI + (redirectURI.contains("?") ? "&" : "?") + query
    }

    private static func redirectURI(_ text: String?, of app: ConnectedApp) throws(OAuthError) -> String {
        guard let text, !text.isEmpty else { throw .missing("redirect_uri") }
        guard app.redirectURIs.isEmpty else {
            guard app.redirectURIs.contains(text) else { throw .redirectMismatch }
            return text
        }
        // A browser is sent here, so nothing that would run as a script, or end the header it is in.
        let scheme = text.prefix { $0 != ":" }.lowercased()
        let isScheme =
            scheme.first?.isLetter == true && scheme.allSatisfy { $0.isLetter || $0.isNumber || "+-.".contains($0) }
        guard isScheme, scheme.utf8.count < text.utf8.count, !["javascript", "data", "vbscript"].contains(scheme),
            text.utf8.allSatisfy({ 0x21...0x7E ~= $0 }), !text.contains("#")
        else { throw .redirectMismatch }
        return text
    }
}
