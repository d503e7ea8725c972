-- Purpose: the report of a run as it was written.
-- Parameters: run_id
-- Re-run: safe; reads only.
SELECT report.document
FROM results.reports AS report
WHERE report.run_id = :run_id;
