package import Foundation
package import Platforms

/// The secrets that platforms sign with, or send, when they reach an agent: sealed, and never given out.
///
/// They end with their agent.
package struct ChannelSecrets: Sendable {
    private let store: any ChannelStore
    private let vault: Vault
    private let roster: AgentRoster
    private let clock: @Sendable () -> Date

    package init(
        store: any ChannelStore,
        vault: Vault,
        roster: AgentRoster,
        clock: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.store = store
        self.vault = vault
        self.roster = roster
        self.clock = clock
    }

    /// The secret of an agent's channel, to check what came; nil where none is set.
    package func secret(of agentID: Agent.ID, _ channel: Channel) async throws(WorkspaceError) -> Secret? {
        let kept = try await reading { () async throws(StoreError) in
            try await store.channelSecret(of: agentID, channel)
        }
        guard let kept else { return nil }
        do throws(VaultError) {
            return try vault.open(kept.secret, for: kept.owner)
        } catch {
            throw .store(.unreadable(error.description))
        }
    }

    /// When the secrets of an agent were set, by channel.
    package func setTimes(of agentID: Agent.ID) async throws(WorkspaceError) -> [Channel: Date] {
        _ = try await roster.savedAgent(agentID)
        let kept = try await reading { () async throws(StoreError) in try await store.channelSecrets(of: agentID) }
        return Dictionary(kept.map { ($0.channel, $0.setAt) }) { $1 }
    }

    /// Puts a secret in place of the one there was, and gives when.
    package func set(
        _ secret: Secret,
        for agentID: Agent.ID,
        _ channel: Channel
    ) async throws(WorkspaceError) -> Date {
        _ = try await roster.savedAgent(agentID)
        var kept = ChannelSecret(
            agentID: agentID,
            channel: channel,
            secret: SealedSecret(text: ""),
            setAt: clock()
        )
        do throws(VaultError) {
            kept.secret = try vault.seal(secret, for: kept.owner)
        } catch {
            throw .store(.unreadable(error.description))
        }
        try await reading { [kept] () async throws(StoreError) in try await store.save(kept) }
        return kept.setAt
    }

    package func remove(of agentID: Agent.ID, _ channel: Channel) async throws(WorkspaceError) {
        _ = try await roster.savedAgent(agentID)
        try await reading { () async throws(StoreError) in
            try await store.removeChannelSecret(of: agentID, channel)
        }
    }

    private func reading<Result>(
        _ read: () async throws(StoreError) -> Result
    ) async throws(WorkspaceError) -> Result {
        do throws(StoreError) {
            return try await read()
        } catch {
            throw .store(error)
        }
    }

    // MARK: Keys

    /// Seals what is under an older key of the vault again, under the current one; gives how many that were.
    package func reseal() async throws(StoreError) -> Int {
        var count = 0
        for var kept in try await store.channelSecrets() where !vault.isCurrent(kept.secret) {
            do throws(VaultError) {
                kept.secret = try vault.reseal(kept.secret, for: kept.owner)
            } catch {
                throw .unreadable(error.description)
            }
            try await store.save(kept)
            count += 1
        }
        return count
    }

    /// The channels whose secrets none of the vault's keys opens, as people know them.
    package func namesOfLocked() async throws(StoreError) -> [String] {
        try await store.channelSecrets().filter { (try? vault.open($0.secret, for: $0.owner)) == nil }
            .map { "the \($0.channel.rawValue) channel of \($0.agentID)" }
    }
}
