-- Purpose: wait until nobody forgets for a channel, so that what is landed now is either searched or checked first; held
--   until the transaction ends.
-- Parameters: channel
-- Re-run: safe; many may land at once.
SELECT pg_advisory_xact_lock_shared(hashtextextended('tombstones ' || :channel, 0));
