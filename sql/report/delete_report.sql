-- Purpose: remove a run's report before it is written again.
-- Parameters: run_id
-- Re-run: safe.
DELETE FROM results.reports
WHERE run_id = :run_id;
