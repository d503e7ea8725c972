-- Purpose: remove a run's scores before they are written again.
-- Parameters: run_id
-- Re-run: safe.
DELETE FROM results.account_scores
WHERE run_id = :run_id;
