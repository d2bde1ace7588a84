CREATE TABLE connections (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    -- The name as it must be unique: in lower case.
    name_key TEXT NOT NULL UNIQUE,
    platform TEXT NOT NULL,
    login_host TEXT NOT NULL,
    grant_type TEXT NOT NULL,
    username TEXT,
    client_id TEXT NOT NULL,
    client_secret TEXT,
    private_key TEXT,
    api_version TEXT NOT NULL,
    scopes TEXT NOT NULL,
    reserved_percent BIGINT NOT NULL,
    status TEXT NOT NULL,
    status_reason TEXT,
    rotation TEXT NOT NULL,
    org_instance TEXT,
    org_id TEXT,
    org_user_id TEXT,
    org_username TEXT,
    org_user_name TEXT,
    org_newest_version TEXT,
    connected_at BIGINT,
    usage_used BIGINT,
    usage_granted BIGINT,
    usage_at BIGINT,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    revision BIGINT NOT NULL
);

CREATE TABLE connection_tokens (
    connection_id TEXT PRIMARY KEY REFERENCES connections (id) ON DELETE CASCADE,
    generation BIGINT NOT NULL,
    access_token TEXT NOT NULL,
    refresh_token TEXT,
    obtained_at BIGINT NOT NULL,
    lifetime BIGINT,
    spent_at BIGINT,
    lease TEXT
);

CREATE TABLE pending_authorizations (
    state_digest TEXT PRIMARY KEY,
    connection_id TEXT NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    verifier TEXT NOT NULL,
    redirect TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
