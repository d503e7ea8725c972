-- Purpose: keep a judgement on a window.
-- Parameters: channel, first_day, last_day, verdict, measures, reasons, judgement_hash, accepted_reason, accepted_at
-- Re-run: adds another row; only under lock_window, and where the last one differs.
INSERT INTO facts.judgements (
    channel, first_day, last_day, verdict, measures, reasons, judgement_hash, accepted_reason, accepted_at
)
VALUES (
    :channel,
    :first_day,
    :last_day,
    :verdict,
    cast(:measures AS jsonb),
    cast(:reasons AS jsonb),
    :judgement_hash,
    :accepted_reason,
    :accepted_at
);
