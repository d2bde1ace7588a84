package import FoundationEssentials

/// Who may log in to a sandbox org through which apps, and for how long.
package struct OAuthConfiguration: Sendable {
    /// The apps there are; nil takes any client id, with any secret and any assertion.
    package var apps: [ConnectedApp]?
    /// How long a session may lie unused, in seconds: two hours, Salesforce's default.
    package var sessionLength: TimeInterval = 7200
    /// Whether a refresh token is good for one refresh only, which answers the next one.
    package var rotatesRefreshTokens = false

    package init() {}
}
