package import Foundation
package import Platforms

/// A platform whose agents reach an agent of ours over the network, and prove themselves with a secret.
package enum Channel: String, Sendable, CaseIterable {
    case vapi
    case retell
    case elevenLabs = "elevenlabs"
    case twilio
    /// Anything else that can post a tool call.
    case generic
}

/// The secret of an agent's channel, as it is kept.
package struct ChannelSecret: Hashable, Sendable {
    package var agentID: Agent.ID
    package var channel: Channel
    package var secret: SealedSecret
    package var setAt: Date

    package init(agentID: Agent.ID, channel: Channel, secret: SealedSecret, setAt: Date) {
        self.agentID = agentID
        self.channel = channel
        self.secret = secret
        self.setAt = setAt
    }

    /// The owner the vault seals it for.
    var owner: String { "agent/\(agentID)/channel/\(channel.rawValue)" }
}

/// Keeps the secrets of channels.
package protocol ChannelStore: Sendable {
    /// All of them, in the order of their agents and channels.
    func channelSecrets() async throws(StoreError) -> [ChannelSecret]

    func channelSecrets(of agentID: Agent.ID) async throws(StoreError) -> [ChannelSecret]

    func channelSecret(of agentID: Agent.ID, _ channel: Channel) async throws(StoreError) -> ChannelSecret?

    /// Keeps a secret in place of the one there was.
    func save(_ secret: ChannelSecret) async throws(StoreError)

    func removeChannelSecret(of agentID: Agent.ID, _ channel: Channel) async throws(StoreError)
}
