-- Purpose: open the run of one channel-window for the present input, settings and code.
-- Parameters: channel, first_day, last_day, input_hash, config_hash, code_version, judgement_id
-- Re-run: safe; an existing run is left as it is.
INSERT INTO results.runs (channel, first_day, last_day, input_hash, config_hash, code_version, judgement_id)
SELECT
    :channel,
    :first_day,
    :last_day,
    :input_hash,
    :config_hash,
    :code_version,
    cast(:judgement_id AS bigint) AS judgement_id
WHERE
    NOT EXISTS (
        SELECT FROM results.runs
        WHERE
            channel = :channel AND first_day = :first_day AND last_day = :last_day
            AND input_hash = :input_hash AND config_hash = :config_hash AND code_version = :code_version
    )
ON CONFLICT DO NOTHING;
