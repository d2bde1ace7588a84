package import Platforms
package import Workspace

/// Keeps the secrets of channels in a database.
package struct ChannelStorage: ChannelStore {
    private let database: any Database

    package init(_ database: any Database) { self.database = database }

    package func channelSecrets() async throws(StoreError) -> [ChannelSecret] {
        try await database.read { session throws(StoreError) in
            try Self.secrets(try session.rows("SELECT * FROM channel_secrets ORDER BY agent_id, channel"))
        }
    }

    package func channelSecrets(of agentID: Agent.ID) async throws(StoreError) -> [ChannelSecret] {
        try await database.read { session throws(StoreError) in
            let rows = try session.rows(
                "SELECT * FROM channel_secrets WHERE agent_id = $1 ORDER BY channel",
                .text(agentID)
            )
            return try Self.secrets(rows)
        }
    }

    package func channelSecret(of agentID: Agent.ID, _ channel: Channel) async throws(StoreError) -> ChannelSecret? {
        try await database.read { session throws(StoreError) in
            let rows = try session.rows(
                "SELECT * FROM channel_secrets WHERE agent_id = $1 AND channel = $2",
                .text(agentID),
                .text(channel.rawValue)
            )
            return try Self.secrets(rows).first
        }
    }

    package func save(_ secret: ChannelSecret) async throws(StoreError) {
        _ = try await database.write { session throws(StoreError) in
            try session.run(
                """
                INSERT INTO channel_secrets (agent_id, channel, secret, set_at) VALUES ($1, $2, $3, $4)
                ON CONFLICT (agent_id, channel) DO UPDATE SET secret = excluded.secret, set_at = excluded.set_at
                """,
                .text(secret.agentID),
                .text(secret.channel.rawValue),
                .text(secret.secret.text),
                SQLValue(secret.setAt)
            )
        }
    }

    package func removeChannelSecret(of agentID: Agent.ID, _ channel: Channel) async throws(StoreError) {
        _ = try await database.write { session throws(StoreError) in
            try session.run(
                "DELETE FROM channel_secrets WHERE agent_id = $1 AND channel = $2",
                .text(agentID),
                .text(channel.rawValue)
            )
        }
    }

    /// Those of channels that this version knows.
    private static func secrets(_ rows: [SQLRow]) throws(StoreError) -> [ChannelSecret] {
        var secrets: [ChannelSecret] = []
        for row in rows {
            guard let channel = Channel(rawValue: try row.text("channel")) else { continue }
            secrets.append(
                ChannelSecret(
                    agentID: try row.text("agent_id"),
                    channel: channel,
                    secret: SealedSecret(text: try row.text("secret")),
                    setAt: try row.date("set_at")
                )
            )
        }
        return secrets
    }
}
