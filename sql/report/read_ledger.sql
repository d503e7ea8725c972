-- Purpose: the ledger of a window's loaded days, summed.
-- Parameters: channel, first_day, last_day
-- Re-run: safe; reads only.
SELECT
    count(*) AS days_loaded,
    coalesce(sum(records), 0) AS records,
    coalesce(sum(loaded), 0) AS loaded,
    coalesce(sum(duplicate), 0) AS duplicate,
    coalesce(sum(rejected), 0) AS rejected,
    coalesce(sum(tombstoned), 0) AS tombstoned,
    coalesce(sum(hours_covered), 0) AS hours_covered
FROM facts.day_ledger
WHERE channel = :channel AND day BETWEEN :first_day AND :last_day;
