/// Where a connection gets its access token.
///
/// A connection waits for its token without a deadline of its own, because a renewal broken off half way may lose a
/// refresh token that works only once: a source bounds its own work.
package protocol AccessTokenSource: Sendable {
    /// The token to send.
    func token() async throws(CRMError) -> String

    /// A token to try once in place of one the org has just rejected; nil when there is none.
    ///
    /// Several requests may be rejected at the same time: a source that has already replaced `rejected` answers with
    /// the token it has now.
    func replacement(for rejected: String) async throws(CRMError) -> String?
}

/// A token that was given and cannot be renewed.
package struct FixedToken: AccessTokenSource {
    private let value: String

    package init(_ value: String) { self.value = value }

    package func token() async throws(CRMError) -> String { value }

    package func replacement(for rejected: String) async throws(CRMError) -> String? { nil }
}
