-- Purpose: the days of a channel that have a current daily run.
-- Parameters: channel
-- Re-run: safe; reads only.
SELECT first_day AS day
FROM results.current_runs
WHERE channel = :channel AND first_day = last_day
ORDER BY first_day;
