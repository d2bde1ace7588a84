-- How often callers have tried to prove who they are. What is older than the longest limit is removed as it goes.
CREATE TABLE verification_attempts (
    subject TEXT NOT NULL,
    tried_at BIGINT NOT NULL
);

CREATE INDEX verification_attempts_subject ON verification_attempts (subject, tried_at);
CREATE INDEX verification_attempts_time ON verification_attempts (tried_at);
