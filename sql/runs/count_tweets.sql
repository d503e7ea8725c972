-- Purpose: how many tweets of a window are loaded.
-- Parameters: channel, first_day, last_day
-- Re-run: safe; reads only.
SELECT coalesce(sum(loaded), 0) AS tweets
FROM facts.day_ledger
WHERE channel = :channel AND day BETWEEN :first_day AND :last_day;
