-- Purpose: store one rendered file of a run.
-- Parameters: run_id, path, content
-- Re-run: after delete_files.
INSERT INTO results.report_files (run_id, path, content)
VALUES (:run_id, :path, :content);
