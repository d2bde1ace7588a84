-- Counts every change of actions and agents, so that other nodes notice it.
CREATE TABLE workspace (
    id TEXT PRIMARY KEY,
    revision BIGINT NOT NULL
);

INSERT INTO workspace (id, revision) VALUES ('workspace', 0);

CREATE TABLE actions (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    connection_id TEXT NOT NULL REFERENCES connections (id),
    template TEXT,
    group_name TEXT,
    definition TEXT NOT NULL,
    -- Its place among the actions: the workspace's revision when it was added, and its place in that change.
    added_in BIGINT NOT NULL,
    place BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    revision BIGINT NOT NULL
);

CREATE TABLE agents (
    id TEXT PRIMARY KEY,
    -- The name as it must be unique: in lower case.
    name_key TEXT NOT NULL UNIQUE,
    settings TEXT NOT NULL,
    token_digest TEXT UNIQUE,
    token_issued_at BIGINT,
    added_in BIGINT NOT NULL,
    place BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    revision BIGINT NOT NULL
);

CREATE TABLE people (
    id TEXT PRIMARY KEY,
    -- In lower case.
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    password TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    revision BIGINT NOT NULL
);

CREATE TABLE sessions (
    digest TEXT PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE INDEX sessions_of_person ON sessions (person_id);

CREATE TABLE admin_tokens (
    digest TEXT PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    -- Who made it. A token ends with the person it came from.
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT
);

CREATE INDEX admin_tokens_of_person ON admin_tokens (person_id);

-- Attempts to log in, by what they have in common: an account, an address.
CREATE TABLE log_in_attempts (
    subject TEXT PRIMARY KEY,
    attempts BIGINT NOT NULL,
    since BIGINT NOT NULL
);

-- The one-time link for whoever starts Switchboard first. There is at most one.
CREATE TABLE set_up_links (
    id TEXT PRIMARY KEY,
    digest TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
