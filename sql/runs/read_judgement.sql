-- Purpose: the judgement that counts for a window: the last one. Its hash is null where a report tells nothing of it.
-- Parameters: channel, first_day, last_day
-- Re-run: safe; reads only.
SELECT
    judgement_id,
    judgement_hash
FROM facts.judgements
WHERE channel = :channel AND first_day = :first_day AND last_day = :last_day
ORDER BY judgement_id DESC
LIMIT 1;
