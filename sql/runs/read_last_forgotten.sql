-- Purpose: when a channel forgot a tweet last; null where it never did.
-- Parameters: channel
-- Re-run: safe; reads only.
SELECT max(forgotten_at) AS forgotten_at
FROM facts.tombstones
WHERE channel = :channel;
