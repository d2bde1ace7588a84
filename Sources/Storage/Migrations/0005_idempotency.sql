-- What requests with an idempotency key were answered.
CREATE TABLE idempotency_keys (
    -- Who sent it: the same key of somebody else is another.
    owner TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    -- What tells a repetition from another request under the same key.
    fingerprint TEXT NOT NULL,
    claimed_at BIGINT NOT NULL,
    -- Null while the request is under way.
    status BIGINT,
    headers TEXT,
    body TEXT,
    PRIMARY KEY (owner, idempotency_key)
);

CREATE INDEX idempotency_keys_by_age ON idempotency_keys (claimed_at);
