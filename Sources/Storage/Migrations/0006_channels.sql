-- What platforms prove themselves with when they reach an agent.
CREATE TABLE channel_secrets (
    agent_id TEXT NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
    channel TEXT NOT NULL,
    -- Sealed by the vault for this agent and channel.
    secret TEXT NOT NULL,
    set_at BIGINT NOT NULL,
    PRIMARY KEY (agent_id, channel)
);
