-- Purpose: note that an operator took back his acceptances of a window.
-- Parameters: channel, first_day, last_day
-- Re-run: safe; what was taken back before stays so, and is not told again.
UPDATE facts.judgements
SET revoked_at = now()
WHERE
    channel = :channel AND first_day = :first_day AND last_day = :last_day
    AND accepted_at IS NOT NULL AND revoked_at IS NULL
RETURNING judgement_id;
