-- What is old enough to be forgotten is found without a look at all that was forgotten before.
CREATE INDEX calls_to_forget ON calls (ended_at) WHERE state <> '{}';
CREATE INDEX journal_to_forget ON journal (state, changed_at) WHERE details <> '{"invocation":null}';
CREATE INDEX audit_to_forget ON audit (at) WHERE personal IS NOT NULL AND kind <> 'forgetting';
