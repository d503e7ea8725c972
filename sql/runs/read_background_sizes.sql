-- Purpose: how many tweets the days of the background hold, as powers of two: what a run may notice of them.
-- Parameters: channel, days (list of dates)
-- Re-run: safe; reads only.
SELECT
    day::text AS day,
    round(log(2, greatest(loaded, 1)))::integer AS magnitude
FROM facts.day_ledger
WHERE channel = :channel AND day = any(:days)
ORDER BY day;
