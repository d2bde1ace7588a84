extension Connections {
    /// What came of sealing secrets again.
    package struct Resealing: Hashable, Sendable {
        package var done = 0
        /// The connections whose secrets are still under an older key, for they were being used.
        package var left: [SavedConnection.ID] = []
    }

    /// Seals everything that is under an older key of the vault again, under the current one.
    package func reseal() async throws(ConnectionError) -> Resealing {
        var result = Resealing()
        for saved in try await list() {
            do throws(StoreError) {
                result.done += try await resealCredentials(of: saved)
                result.done += try await resealTokens(of: saved)
            } catch .conflict {
                result.left.append(saved.id)
            } catch {
                throw .store(error)
            }
        }
        return result
    }

    /// The names of the connections that have a secret which none of the vault's keys opens.
    package func namesOfLocked() async throws(ConnectionError) -> [String] {
        var names: [String] = []
        for saved in try await list() {
            let tokens: SavedTokens?
            do throws(StoreError) {
                tokens = try await store.tokens(of: saved.id)
            } catch {
                throw .store(error)
            }
            let secrets: [(SealedSecret?, ConnectionSecret)] = [
                (saved.clientSecret, .clientSecret), (saved.privateKey, .privateKey),
                (tokens?.accessToken, .accessToken), (tokens?.refreshToken, .refreshToken),
            ]
            let isLocked = secrets.contains { secret, kind in
                guard let secret else { return false }
                return (try? vault.open(secret, for: kind.owner(saved.id))) == nil
            }
            if isLocked { names.append(saved.settings.name) }
        }
        return names
    }

    private func resealCredentials(of saved: SavedConnection) async throws(StoreError) -> Int {
        let secrets = [saved.clientSecret, saved.privateKey].compactMap { $0 }
        let old = secrets.count { !vault.isCurrent($0) }
        guard old > 0 else { return 0 }
        var sealed = saved
        sealed.clientSecret = try resealed(saved.clientSecret, as: .clientSecret, of: saved.id)
        sealed.privateKey = try resealed(saved.privateKey, as: .privateKey, of: saved.id)
        sealed.revision += 1
        try await store.update(sealed)
        return old
    }

    private func resealTokens(of saved: SavedConnection) async throws(StoreError) -> Int {
        guard var tokens = try await store.tokens(of: saved.id) else { return 0 }
        let old = [tokens.accessToken, tokens.refreshToken].compactMap { $0 }.count { !vault.isCurrent($0) }
        guard old > 0 else { return 0 }
        tokens.accessToken =
            try resealed(tokens.accessToken, as: .accessToken, of: saved.id) ?? tokens.accessToken
        tokens.refreshToken = try resealed(tokens.refreshToken, as: .refreshToken, of: saved.id)
        try await store.replaceSealed(tokens, of: saved.id)
        return old
    }

    private func resealed(
        _ secret: SealedSecret?,
        as kind: ConnectionSecret,
        of id: SavedConnection.ID
    ) throws(StoreError) -> SealedSecret? {
        guard let secret else { return nil }
        do throws(VaultError) {
            return try vault.reseal(secret, for: kind.owner(id))
        } catch {
            throw .unreadable(error.description)
        }
    }
}
