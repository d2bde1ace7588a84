import Logging

extension Connections {
    /// Seals every secret that is sealed under an older key under the current one.
    ///
    /// - Returns: How many connections still have a secret under an older key: those that changed at the same moment.
    @discardableResult
    package func resealAll() async throws(ConnectionError) -> Int {
        let all = try await orError { () async throws(StoreError) in try await store.connections() }
        var left = 0
        for saved in all {
            do throws(StoreError) {
                try await reseal(saved)
            } catch .conflict {
                left += 1
            } catch {
                throw .store(error)
            }
        }
        return left
    }

    private func reseal(_ saved: SavedConnection) async throws(StoreError) {
        var changed = saved
        do throws(VaultError) {
            changed.clientSecret = try resealed(saved.clientSecret, .clientSecret, of: saved.id)
            changed.privateKey = try resealed(saved.privateKey, .privateKey, of: saved.id)
        } catch {
            return note(error, about: saved)
        }
        if changed != saved {
            changed.revision += 1
            try await store.update(changed)
        }
        guard let tokens = try await store.tokens(of: saved.id) else { return }
        var again = tokens
        do throws(VaultError) {
            again.accessToken = try vault.reseal(
                tokens.accessToken,
                for: ConnectionSecret.accessToken.owner(saved.id)
            )
            again.refreshToken = try resealed(tokens.refreshToken, .refreshToken, of: saved.id)
        } catch {
            return note(error, about: saved)
        }
        if again != tokens { try await store.replaceSealed(again, of: saved.id) }
    }

    private func resealed(
        _ sealed: SealedSecret?,
        _ secret: ConnectionSecret,
        of id: SavedConnection.ID
    ) throws(VaultError) -> SealedSecret? {
        guard let sealed else { return nil }
        return try vault.reseal(sealed, for: secret.owner(id))
    }

    /// A secret that can't be opened is no reason not to serve the others.
    private func note(_ error: VaultError, about saved: SavedConnection) {
        logger.error(
            "A secret of a connection can't be opened.",
            metadata: ["connection": "\(saved.settings.name)", "reason": "\(error)"]
        )
    }
}
