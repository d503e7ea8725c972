-- Purpose: whether we are now the only one who fetches for a channel; held until the session ends.
-- Parameters: channel
-- Re-run: safe.
SELECT pg_try_advisory_lock(hashtextextended('fetch ' || :channel, 0));
