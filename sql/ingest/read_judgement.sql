-- Purpose: the judgement that counts for a window: the last one.
-- Parameters: channel, first_day, last_day
-- Re-run: safe; reads only.
SELECT
    judgement_id,
    verdict,
    measures,
    reasons,
    judgement_hash,
    accepted_reason,
    accepted_at
FROM facts.judgements
WHERE channel = :channel AND first_day = :first_day AND last_day = :last_day
ORDER BY judgement_id DESC
LIMIT 1;
