/// Whom the org lets in.
struct LogIn: Sendable {
    /// The password of every user of a sandbox org who has been given no other. A security token may follow it.
    static let password = "sandbox"

    let org: Org

    /// The user of a name, who may be inactive; nil when there is none.
    func user(named username: String) async throws(OAuthError) -> Org.User? {
        do {
            return try await org.user(named: username)
        } catch {
            throw .unknown
        }
    }

    /// The user whose name and password these are.
    func user(named username: String, password: String) async throws(OAuthError) -> Org.User? {
        guard let user = try await user(named: username) else { return nil }
        let own: UserPassword?
        do {
            own = try await org.password(of: user.id)
        } catch {
            throw .unknown
        }
        let isRight =
            own?.matches(password)
            ?? String(password.prefix(Self.password.count)).matches(secret: Self.password)
        return isRight ? user : nil
    }

    /// The user of an id, unless somebody switched it off.
    func activeUser(_ id: String) async throws(OAuthError) -> Org.User {
        let user: Org.User?
        do {
            user = try await org.user(id)
        } catch {
            throw .unknown
        }
        guard let user, user.isActive else { throw .inactiveUser }
        return user
    }

    /// The URL that tells who a user is.
    func identity(of userId: String, origin: String) -> String { "\(origin)/id/\(org.organizationId)/\(userId)" }
}
