import Logging

extension Connections {
    /// Changes the settings of a connection, and the credentials that are given.
    ///
    /// With another app, log-in host or grant the tokens there are are worth nothing: they are revoked, and somebody has
    /// to sign in again.
    ///
    /// - Parameter revision: The one the change was made from; it fails with ``ConnectionError/conflict`` when somebody
    ///   else changed the connection since.
    package func change(
        _ id: SavedConnection.ID,
        to settings: ConnectionSettings,
        credentials: ConnectionCredentials = ConnectionCredentials(),
        revision: Int
    ) async throws(ConnectionError) -> SavedConnection {
        let before = try await freshLink(id).saved
        guard before.revision == revision else { throw .conflict }
        let problems = settings.problems(with: try entered(credentials, or: before))
        guard problems.isEmpty else { throw .invalid(problems) }
        var after = before
        after.settings = settings
        after.changedAt = now
        after.revision = revision + 1
        try seal(credentials, into: &after)
        let changed = after
        try await orError { () async throws(StoreError) in try await store.update(changed) }
        if !before.settings.signsInLike(settings) { try await disconnect(before) }
        return try await freshLink(id).saved
    }

    package func rename(_ id: SavedConnection.ID, to name: String) async throws(ConnectionError) -> SavedConnection {
        let before = try await freshLink(id).saved
        var settings = before.settings
        settings.name = name
        return try await change(id, to: settings, revision: before.revision)
    }

    /// Signs out: the tokens are revoked and removed.
    ///
    /// - Returns: Whether the org knows. Where it could not be told, the tokens are good until it ends them itself.
    @discardableResult
    package func disconnect(_ id: SavedConnection.ID) async throws(ConnectionError) -> Bool {
        try await disconnect(try await freshLink(id).saved)
    }

    /// Signs out and removes the connection.
    ///
    /// - Parameter revision: The revision that is meant, if a connection somebody has changed is not to be removed.
    /// - Returns: Whether the org knows, as for ``disconnect(_:)``.
    @discardableResult
    package func remove(_ id: SavedConnection.ID, revision: Int? = nil) async throws(ConnectionError) -> Bool {
        let saved = try await freshLink(id).saved
        guard revision == nil || revision == saved.revision else { throw .conflict }
        let isRevoked = try await disconnect(saved)
        try await orError { () async throws(StoreError) in _ = try await store.remove(id) }
        drop(id)
        return isRevoked
    }

    @discardableResult
    private func disconnect(_ saved: SavedConnection) async throws(ConnectionError) -> Bool {
        let tokens = try await orError { () async throws(StoreError) in try await store.tokens(of: saved.id) }
        // From here on nobody gets them any more, so none is used or renewed after it was revoked.
        try await orError { () async throws(StoreError) in try await store.signOut(saved.id) }
        let link = try await freshLink(saved.id)
        await link.keeper.forget()
        logger.info("Somebody has signed out of an org.", metadata: ["connection": "\(saved.settings.name)"])
        guard let tokens else { return true }
        do throws(OAuthFailure) {
            try await signIn.revoke(tokens, of: saved)
            return true
        } catch {
            logger.warning(
                "An org could not be told that its tokens are given up.",
                metadata: ["connection": "\(saved.settings.name)", "reason": "\(error.explanation)"]
            )
            return false
        }
    }

    /// The credentials as they will be, for checking them: what was not entered is what there was.
    private func entered(
        _ credentials: ConnectionCredentials,
        or before: SavedConnection
    ) throws(ConnectionError) -> ConnectionCredentials {
        try orLocked { () throws(VaultError) in
            var all = credentials
            if all.clientSecret == nil, let sealed = before.clientSecret {
                all.clientSecret = try vault.open(sealed, for: ConnectionSecret.clientSecret.owner(before.id))
            }
            if all.privateKey == nil, let sealed = before.privateKey {
                all.privateKey = try vault.open(sealed, for: ConnectionSecret.privateKey.owner(before.id))
            }
            return all
        }
    }
}

extension ConnectionSettings {
    /// Whether tokens granted under other settings are good under these.
    fileprivate func signsInLike(_ other: ConnectionSettings) -> Bool {
        logInHost == other.logInHost && grant == other.grant && clientID == other.clientID && platform == other.platform
    }
}
