-- Purpose: what the window's loaded days hold.
-- Parameters: channel, first_day, last_day
-- Re-run: safe; reads only.
SELECT
    day::text AS day,
    content_hash
FROM facts.day_ledger
WHERE channel = :channel AND day BETWEEN :first_day AND :last_day
ORDER BY day;
