-- Purpose: every tweet that a channel has forgotten.
-- Parameters: channel
-- Re-run: safe; reads only.
SELECT tweet_id
FROM facts.tombstones
WHERE channel = :channel;
