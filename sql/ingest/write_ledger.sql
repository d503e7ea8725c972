-- Purpose: write the ledger row of a day where it differs; loaded_at moves only with the rows themselves.
-- Parameters: every column but loaded_at
-- Re-run: safe; the same values write nothing.
INSERT INTO facts.day_ledger AS ledger (
    channel, day, records, loaded, duplicate, rejected, tombstoned, files, accounts, hours_covered, content_hash,
    metrics_hash, observed_at, built_from
)
VALUES (
    :channel,
    :day,
    :records,
    :loaded,
    :duplicate,
    :rejected,
    :tombstoned,
    :files,
    :accounts,
    :hours_covered,
    :content_hash,
    :metrics_hash,
    :observed_at,
    :built_from
)
ON CONFLICT (channel, day) DO UPDATE
    SET
        records = excluded.records,
        loaded = excluded.loaded,
        duplicate = excluded.duplicate,
        rejected = excluded.rejected,
        tombstoned = excluded.tombstoned,
        files = excluded.files,
        accounts = excluded.accounts,
        hours_covered = excluded.hours_covered,
        content_hash = excluded.content_hash,
        metrics_hash = excluded.metrics_hash,
        observed_at = excluded.observed_at,
        built_from = excluded.built_from,
        loaded_at = CASE
            WHEN
                (ledger.content_hash, ledger.metrics_hash)
                IS NOT DISTINCT FROM (excluded.content_hash, excluded.metrics_hash)
                THEN ledger.loaded_at
            ELSE now()
        END
    WHERE
    (
        ledger.records, ledger.loaded, ledger.duplicate, ledger.rejected, ledger.tombstoned, ledger.files,
        ledger.accounts, ledger.hours_covered, ledger.content_hash, ledger.metrics_hash,
        ledger.observed_at, ledger.built_from
    ) IS DISTINCT FROM (
        excluded.records, excluded.loaded, excluded.duplicate, excluded.rejected, excluded.tombstoned, excluded.files,
        excluded.accounts, excluded.hours_covered, excluded.content_hash, excluded.metrics_hash,
        excluded.observed_at, excluded.built_from
    );
