-- Purpose: how many records of forgotten tweets a window had when its current run was opened; none for older runs.
-- Parameters: channel, first_day, last_day
-- Re-run: safe; reads only.
SELECT coalesce((judgement.measures ->> 'tombstoned')::integer, 0) AS tombstoned
FROM results.current_runs AS pointer
INNER JOIN results.runs AS run ON pointer.run_id = run.run_id
LEFT JOIN facts.judgements AS judgement ON run.judgement_id = judgement.judgement_id
WHERE pointer.channel = :channel AND pointer.first_day = :first_day AND pointer.last_day = :last_day;
