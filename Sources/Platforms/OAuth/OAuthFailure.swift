/// Why an OAuth server gave no token, and what that means for what it was shown.
package enum OAuthFailure: Error, Hashable, Sendable {
    /// Nothing left: the server can't be reached.
    case notSent(String)
    /// The server answered that it can't for now. What it was shown is as good as before.
    case notNow(String)
    /// The server said no. `code` is OAuth's: `invalid_grant`.
    case refused(code: String, description: String)
    /// No answer came, or none that makes sense. What it was shown may be used up.
    case unclear(String)
    /// The answer is not what it should be: another org's, or signed by somebody else.
    case untrusted(String)
    /// Nothing was sent: what it would have to be shown can't be opened.
    case locked(VaultError)

    /// The failure in a sentence for people who set Switchboard up.
    package var explanation: String {
        switch self {
        case .notSent(let detail): "The org can't be reached: \(detail)"
        case .notNow(let detail): "The org can't sign anybody in for now: \(detail)"
        case .refused(let code, let description): Self.explanation(of: code, description)
        case .unclear(let detail): "The org's answer was lost: \(detail)"
        case .untrusted(let detail): "The org's answer can't be trusted: \(detail)"
        case .locked(let error): error.description
        }
    }

    private static func explanation(of code: String, _ description: String) -> String {
        let advice =
            switch code {
            case "invalid_client_id": "Check the consumer key."
            case "invalid_client": "Check the consumer key and the consumer secret."
            case "redirect_uri_mismatch": "Add Switchboard's callback address to the connected app."
            case "invalid_app_access", "OAUTH_APP_ACCESS_DENIED": "Let the user use the connected app."
            case "access_denied": "Somebody did not allow it."
            case "invalid_scope": "Let the connected app have the scopes that are asked for."
            case "invalid_grant" where description.contains("approved"):
                "Let the connected app act for its users without asking them, or let the user approve it."
            case "invalid_grant" where description.contains("no client credentials user"):
                "Choose the user client credentials act as, in the connected app."
            case "unsupported_grant_type": "Switch this way of signing in on in the connected app."
            default: ""
            }
        let said = description.isEmpty ? "" : " (\(description))"
        return "The org refused with '\(code)'\(said)." + (advice.isEmpty ? "" : " \(advice)")
    }

    /// The failure for whoever waits for a token.
    var error: CRMError {
        switch self {
        case .notSent(let detail): CRMError(.unreachable, detail: detail)
        case .notNow(let detail): CRMError(.unavailable, detail: detail)
        case .unclear(let detail): CRMError(.unreachable, detail: detail)
        case .refused, .untrusted, .locked: CRMError(.signInRefused, detail: explanation)
        }
    }
}
