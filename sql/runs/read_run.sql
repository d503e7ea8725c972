-- Purpose: one run; opened_at is that of the window's first run, so that a re-run keeps a post's time.
-- Parameters: run_id
-- Re-run: safe; reads only.
SELECT
    run.run_id,
    run.channel,
    run.first_day,
    run.last_day,
    min(sibling.opened_at) AS opened_at
FROM results.runs AS run
INNER JOIN results.runs AS sibling
    ON
        run.channel = sibling.channel
        AND run.first_day = sibling.first_day
        AND run.last_day = sibling.last_day
WHERE run.run_id = :run_id
GROUP BY run.run_id;
