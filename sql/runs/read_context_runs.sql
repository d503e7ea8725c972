-- Purpose: the current daily run of each day that has one.
-- Parameters: channel, days (list of dates)
-- Re-run: safe; reads only.
SELECT
    first_day AS day,
    run_id
FROM results.current_runs
WHERE channel = :channel AND first_day = last_day AND first_day = ANY(:days)
ORDER BY first_day;
