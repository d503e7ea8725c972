-- Purpose: the rendered files of a run.
-- Parameters: run_id
-- Re-run: safe; reads only.
SELECT
    path,
    content
FROM results.report_files
WHERE run_id = :run_id
ORDER BY path;
