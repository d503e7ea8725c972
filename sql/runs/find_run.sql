-- Purpose: the id of the run that open_run made or found.
-- Parameters: channel, first_day, last_day, input_hash, config_hash, code_version
-- Re-run: safe; reads only.
SELECT run_id
FROM results.runs
WHERE
    channel = :channel AND first_day = :first_day AND last_day = :last_day
    AND input_hash = :input_hash AND config_hash = :config_hash AND code_version = :code_version;
