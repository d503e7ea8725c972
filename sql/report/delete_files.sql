-- Purpose: remove a run's rendered files before they are written again.
-- Parameters: run_id
-- Re-run: safe.
DELETE FROM results.report_files
WHERE run_id = :run_id;
