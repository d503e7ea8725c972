-- Purpose: forget a tweet for good.
-- Parameters: channel, tweet_id, reason
-- Re-run: safe; the first reason stays.
INSERT INTO facts.tombstones (channel, tweet_id, reason)
VALUES (:channel, :tweet_id, :reason)
ON CONFLICT DO NOTHING;
