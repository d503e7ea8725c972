-- Purpose: the hashes of a day's loaded rows: of those that reports rest on, and of the counters' curves.
-- Parameters: channel, day
-- Re-run: safe; reads only.
SELECT
    content_hash,
    metrics_hash
FROM facts.day_ledger
WHERE channel = :channel AND day = :day;
