-- Purpose: the last judgement on a window that an operator accepted and did not take back.
-- Parameters: channel, first_day, last_day
-- Re-run: safe; reads only.
SELECT
    reasons,
    accepted_reason,
    accepted_at
FROM facts.judgements
WHERE
    channel = :channel AND first_day = :first_day AND last_day = :last_day
    AND accepted_at IS NOT NULL AND revoked_at IS NULL
ORDER BY judgement_id DESC
LIMIT 1;
