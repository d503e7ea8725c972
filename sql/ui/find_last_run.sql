-- Purpose: the current daily run of a day, or else of the last day before it that has one.
-- Parameters: channel, day
-- Re-run: safe; reads only.
SELECT
    first_day AS day,
    run_id
FROM results.current_runs
WHERE channel = :channel AND first_day = last_day AND first_day <= :day
ORDER BY first_day DESC
LIMIT 1;
