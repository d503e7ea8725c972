-- Purpose: the current daily runs of a channel and the input each was made from.
-- Parameters: channel
-- Re-run: safe; reads only.
SELECT
    pointer.first_day AS day,
    pointer.run_id,
    run.input_hash
FROM results.current_runs AS pointer
INNER JOIN results.runs AS run ON pointer.run_id = run.run_id
WHERE pointer.channel = :channel AND pointer.first_day = pointer.last_day
ORDER BY pointer.first_day;
