-- Purpose: the current run of a channel-window, and what it was made from.
-- Parameters: channel, first_day, last_day
-- Re-run: safe; reads only.
SELECT
    run.run_id,
    run.input_hash
FROM results.current_runs AS pointer
INNER JOIN results.runs AS run ON pointer.run_id = run.run_id
WHERE pointer.channel = :channel AND pointer.first_day = :first_day AND pointer.last_day = :last_day;
