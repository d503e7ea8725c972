-- Purpose: by which code and settings a run was made.
-- Parameters: run_id
-- Re-run: safe; reads only.
SELECT
    run.code_version,
    run.config_hash
FROM results.runs AS run
WHERE run.run_id = :run_id;
