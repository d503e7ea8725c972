-- Purpose: forgotten tweets that landing may still have traces of.
-- Parameters: channel
-- Re-run: safe; reads only.
SELECT
    tweet_id,
    reason
FROM facts.tombstones
WHERE channel = :channel AND purged_at IS NULL
ORDER BY tweet_id;
