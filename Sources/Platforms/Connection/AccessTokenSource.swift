/// Where a connection gets its access token.
package protocol AccessTokenSource: Sendable {
    /// The token to send.
    ///
    /// The deadline bounds the waiting, not the work: a renewal broken off half way may lose a refresh token that works
    /// only once, so it goes on for those who ask later.
    func token(by deadline: ContinuousClock.Instant) async throws(CRMError) -> String

    /// A token to try once in place of one the org has just rejected; nil when there is none.
    ///
    /// Several requests may be rejected at the same time: a source that has already replaced `rejected` answers with
    /// the token it has now.
    func replacement(for rejected: String, by deadline: ContinuousClock.Instant) async throws(CRMError) -> String?
}

/// A token that was given and cannot be renewed.
package struct FixedToken: AccessTokenSource {
    private let value: String

    package init(_ value: String) { self.value = value }

    package func token(by deadline: ContinuousClock.Instant) async throws(CRMError) -> String { value }

    package func replacement(
        for rejected: String,
        by deadline: ContinuousClock.Instant
    ) async throws(CRMError) -> String? { nil }
}
