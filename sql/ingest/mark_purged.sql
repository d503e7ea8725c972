-- Purpose: note that landing has no trace of forgotten tweets any more.
-- Parameters: channel, tweet_ids (list)
-- Re-run: safe; the first time stays.
UPDATE facts.tombstones
SET purged_at = now()
WHERE channel = :channel AND tweet_id = any(:tweet_ids) AND purged_at IS NULL;
