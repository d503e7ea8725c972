-- Purpose: those of some days that are loaded.
-- Parameters: channel, days (list of dates)
-- Re-run: safe; reads only.
SELECT day
FROM facts.day_ledger
WHERE channel = :channel AND day = ANY(:days)
ORDER BY day;
