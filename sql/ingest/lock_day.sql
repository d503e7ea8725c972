-- Purpose: wait until nobody else swaps this day; held until the transaction ends.
-- Parameters: channel, day
-- Re-run: safe.
SELECT pg_advisory_xact_lock(hashtextextended('swap ' || :channel || ' ' || :day, 0));
