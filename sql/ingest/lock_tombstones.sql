-- Purpose: wait until nobody lands for a channel, or forgets; held until the transaction ends.
-- Parameters: channel
-- Re-run: safe.
SELECT pg_advisory_xact_lock(hashtextextended('tombstones ' || :channel, 0));
