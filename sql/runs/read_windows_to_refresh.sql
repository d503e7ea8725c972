-- Purpose: the windows of a channel that have a current run, and those that were asked for and blocked and have none, in
--   the order in which they end; a day before the spans that end with it.
-- Parameters: channel
-- Re-run: safe; reads only.
WITH last_judgements AS (
    SELECT DISTINCT ON (first_day, last_day)
        first_day,
        last_day,
        verdict,
        accepted_at
    FROM facts.judgements
    WHERE channel = :channel
    ORDER BY first_day ASC, last_day ASC, judgement_id DESC
),

windows AS (
    SELECT
        first_day,
        last_day
    FROM results.current_runs
    WHERE channel = :channel
    UNION
    SELECT
        first_day,
        last_day
    FROM last_judgements
    WHERE verdict = 'block' AND accepted_at IS NULL
)

SELECT
    first_day,
    last_day
FROM windows
ORDER BY last_day ASC, first_day DESC;
