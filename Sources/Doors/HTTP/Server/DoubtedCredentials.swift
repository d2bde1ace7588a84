import Platforms

/// Looks up credentials that come from where too many wrong ones came from: one after the other, so that guessing
/// never takes more of the database than one look at a time.
actor DoubtedCredentials: CredentialCheck {
    private let credentials: any CredentialCheck
    private var last: Task<Requester?, any Error>?

    init(_ credentials: any CredentialCheck) { self.credentials = credentials }

    func requester(with token: Secret, from address: String?) async throws -> Requester? {
        let before = last
        let mine = Task {
            _ = await before?.result
            return try await credentials.requester(with: token, from: address)
        }
        last = mine
        return try await mine.value
    }
}
