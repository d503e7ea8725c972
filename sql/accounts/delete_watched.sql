-- Purpose: remove a run's watched accounts before they are written again.
-- Parameters: run_id
-- Re-run: safe.
DELETE FROM results.watched_accounts
WHERE run_id = :run_id;
