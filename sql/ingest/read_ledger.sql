-- Purpose: the account of a day, if it was built from just what there is now.
-- Parameters: channel, day, built_from
-- Re-run: safe; reads only.
SELECT
    channel,
    day,
    records,
    loaded,
    duplicate,
    rejected,
    tombstoned,
    files,
    accounts,
    hours_covered,
    content_hash,
    metrics_hash,
    observed_at
FROM facts.day_ledger
WHERE channel = :channel AND day = :day AND built_from = :built_from;
