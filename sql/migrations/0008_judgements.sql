-- Purpose: what the gate found of each window before anything was made of it, and under which judgement a run was opened.
-- Re-run: never; the runner records it. Runs that were opened before have none.

SET LOCAL ROLE chorus_loader;

CREATE TABLE facts.judgements (
    judgement_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    channel text NOT NULL,
    first_day date NOT NULL,
    last_day date NOT NULL,
    verdict text NOT NULL CHECK (verdict IN ('pass', 'thin', 'block')),
    measures jsonb NOT NULL,
    reasons jsonb NOT NULL,
    judgement_hash text,
    accepted_reason text,
    accepted_at timestamptz,
    judged_at timestamptz NOT NULL DEFAULT now(),
    CHECK (first_day <= last_day),
    CHECK ((accepted_reason IS NULL) = (accepted_at IS NULL)),
    CHECK (accepted_reason IS NULL OR verdict <> 'pass')
);
COMMENT ON TABLE facts.judgements IS 'Whether the input of a window is good enough for a report; a new row only where something differs, the last one counts.';
COMMENT ON COLUMN facts.judgements.judgement_id IS 'Order of the judgements';
COMMENT ON COLUMN facts.judgements.channel IS 'Channel';
COMMENT ON COLUMN facts.judgements.first_day IS 'First local day of the window';
COMMENT ON COLUMN facts.judgements.last_day IS 'Last local day of the window';
COMMENT ON COLUMN facts.judgements.verdict IS 'pass; thin: a short report that says why; block: none';
COMMENT ON COLUMN facts.judgements.measures IS 'What was measured of the window, and what is usual: medians of the two weeks before it';
COMMENT ON COLUMN facts.judgements.reasons IS 'What is worth telling, each with the verdict that it alone would give';
COMMENT ON COLUMN facts.judgements.judgement_hash IS 'Identity of what a report tells of it, part of its run''s input; null where that is nothing';
COMMENT ON COLUMN facts.judgements.accepted_reason IS 'Why an operator takes the input as it is; of this window, for these faults';
COMMENT ON COLUMN facts.judgements.accepted_at IS 'When that was said';
COMMENT ON COLUMN facts.judgements.judged_at IS 'When it was judged so for the first time';
CREATE INDEX judgements_of_window ON facts.judgements (channel, first_day, last_day, judgement_id);

-- Notes of sources are few among the refused, and asked for at each judgement.
CREATE INDEX quarantine_source_failed ON facts.quarantine (channel, day) WHERE reason = 'source_failed';

GRANT REFERENCES ON facts.judgements TO chorus_owner;

SET LOCAL ROLE chorus_owner;

ALTER TABLE results.runs ADD COLUMN judgement_id bigint REFERENCES facts.judgements;
COMMENT ON COLUMN results.runs.judgement_id IS 'What was judged of its input when it was opened; null for runs older than the gate';
