-- Purpose: whether a stage of a run has all its rows.
-- Parameters: run_id, stage
-- Re-run: safe; reads only.
SELECT TRUE AS is_done
FROM results.run_stages
WHERE run_id = :run_id AND stage = :stage;
