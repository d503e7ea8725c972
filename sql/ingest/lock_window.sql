-- Purpose: wait until nobody else judges this window; held until the transaction ends.
-- Parameters: channel, first_day, last_day
-- Re-run: safe.
SELECT pg_advisory_xact_lock(hashtextextended('judge ' || :channel || ' ' || :first_day || ' ' || :last_day, 0));
