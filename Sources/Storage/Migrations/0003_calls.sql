-- Calls, their invocations, the journal of writes and the audit trail.

-- One row for each call; what changes in it is one JSON value, guarded by the version.
CREATE TABLE calls (
    id TEXT NOT NULL PRIMARY KEY,
    agent_id TEXT NOT NULL,
    -- The door's own id of the conversation, where it has one.
    external_id TEXT,
    channel TEXT NOT NULL,
    caller_phone TEXT,
    -- The digits of the caller's number, and the contact it turned out to be: what a caller is forgotten by.
    caller_digits TEXT,
    contact_id TEXT,
    opened_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    ended_at BIGINT,
    version BIGINT NOT NULL,
    state TEXT NOT NULL
);
CREATE UNIQUE INDEX calls_by_external_id ON calls (agent_id, external_id);
CREATE INDEX calls_by_time ON calls (opened_at, id);
CREATE INDEX calls_open ON calls (ended_at, changed_at);
CREATE INDEX calls_by_digits ON calls (caller_digits);
CREATE INDEX calls_by_contact ON calls (contact_id);

CREATE TABLE invocations (
    call_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    invocation TEXT NOT NULL,
    PRIMARY KEY (call_id, number)
);

-- Writes, from before the first byte leaves.
CREATE TABLE journal (
    id TEXT NOT NULL PRIMARY KEY,
    call_id TEXT NOT NULL,
    agent_id TEXT NOT NULL,
    connection_id TEXT NOT NULL,
    action TEXT NOT NULL,
    state TEXT NOT NULL,
    -- What the same write of the same call shares, as long as it must not be done again; empty once it may.
    once_key TEXT,
    -- What equal requests to one connection share.
    request_key TEXT NOT NULL,
    -- The connection and record a create is known to have made: no two writes made the same one.
    created_key TEXT,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    -- When others than its owner may take it up.
    due_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    reason TEXT,
    dismissed_at BIGINT,
    details TEXT NOT NULL
);
CREATE UNIQUE INDEX journal_once ON journal (once_key);
CREATE UNIQUE INDEX journal_created ON journal (created_key);
CREATE INDEX journal_due ON journal (state, due_at);
CREATE INDEX journal_by_request ON journal (request_key);
CREATE INDEX journal_by_call ON journal (call_id);
CREATE INDEX journal_by_time ON journal (created_at, id);

CREATE TABLE audit (
    number BIGINT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    actor TEXT NOT NULL,
    agent_id TEXT,
    call_id TEXT,
    action TEXT,
    outcome TEXT,
    duration BIGINT,
    -- What says something about a person; empty once it was forgotten.
    personal TEXT,
    salt TEXT NOT NULL,
    digest TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE INDEX audit_by_call ON audit (call_id, number);
CREATE INDEX audit_by_time ON audit (at);

CREATE TABLE audit_records (
    record_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    PRIMARY KEY (record_id, number)
);
CREATE INDEX audit_records_by_number ON audit_records (number);

CREATE TABLE audit_head (
    id BIGINT NOT NULL PRIMARY KEY,
    count BIGINT NOT NULL,
    hash TEXT NOT NULL
);
INSERT INTO audit_head (id, count, hash)
VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');
