import JSON

/// A failure as the OAuth endpoints report it: an object, where the REST API has an array.
struct OAuthError: Error {
    var error: String
    var description: String
    var status = 400

    init(_ error: String, _ description: String, status: Int = 400) {
        self.error = error
        self.description = description
        self.status = status
    }

    var members: JSONObject { ["error": .string(error), "error_description": .string(description)] }

    static let invalidClientId = OAuthError("invalid_client_id", "client identifier invalid")
    static let invalidClient = OAuthError("invalid_client", "invalid client credentials")
    static let unsupportedGrantType = OAuthError("unsupported_grant_type", "grant type not supported")
    static let redirectMismatch = OAuthError("redirect_uri_mismatch", "redirect_uri must match configuration")
    static let authenticationFailure = OAuthError("invalid_grant", "authentication failure")
    static let inactiveUser = OAuthError("invalid_grant", "inactive user")
    static let expiredToken = OAuthError("invalid_grant", "expired access/refresh token")
    static let invalidCode = OAuthError("invalid_grant", "invalid authorization code")
    static let expiredCode = OAuthError("invalid_grant", "expired authorization code")
    static let invalidVerifier = OAuthError("invalid_grant", "invalid code verifier")
    static let invalidAssertion = OAuthError("invalid_grant", "invalid assertion")
    static let expiredAssertion = OAuthError("invalid_grant", "assertion has expired")
    static let invalidAudience = OAuthError("invalid_grant", "Audience validation failed")
    static let notApproved = OAuthError("invalid_grant", "user hasn't approved this consumer")
    static let notAdmitted = OAuthError("invalid_app_access", "user is not admin approved to access this app")
    static let noRunAsUser = OAuthError("invalid_grant", "no client credentials user enabled")
    static let wrongDomain = OAuthError("invalid_grant", "request not supported on this domain")
    static let unsupportedTokenType = OAuthError("unsupported_token_type", "this token type is not supported")
    static let invalidToken = OAuthError("invalid_token", "invalid token")
    static let mustPost = OAuthError("invalid_request", "must use HTTP POST")
    static let invalidScope = OAuthError("invalid_scope", "the requested scope is not allowed")
    static let immediateUnsuccessful = OAuthError("immediate_unsuccessful", "user interaction is required")
    /// The org itself failed.
    static let unknown = OAuthError("unknown_error", "retry your request")

    static func missing(_ parameter: String) -> OAuthError {
        OAuthError("invalid_request", "missing required parameter: \(parameter)")
    }
}
