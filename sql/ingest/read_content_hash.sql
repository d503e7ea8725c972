-- Purpose: the hash of a day's loaded rows.
-- Parameters: channel, day
-- Re-run: safe; reads only.
SELECT content_hash
FROM facts.day_ledger
WHERE channel = :channel AND day = :day;
