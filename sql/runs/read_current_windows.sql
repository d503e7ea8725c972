-- Purpose: the windows of a channel that have a current run, in the order in which they end; a day before the spans that
--   end with it.
-- Parameters: channel
-- Re-run: safe; reads only.
SELECT
    first_day,
    last_day
FROM results.current_runs
WHERE channel = :channel
ORDER BY last_day ASC, first_day DESC;
