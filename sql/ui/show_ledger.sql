-- Purpose: the account of each loaded day of a span, newest first, with its verdict.
-- Parameters: channel, first_day, last_day
-- Re-run: safe; reads only.
SELECT
    ledger.day,
    ledger.records,
    ledger.loaded,
    ledger.duplicate,
    ledger.rejected,
    ledger.tombstoned,
    ledger.files,
    ledger.accounts,
    ledger.hours_covered,
    ledger.loaded_at,
    judged.verdict
FROM facts.day_ledger AS ledger
LEFT JOIN LATERAL (
    SELECT judgement.verdict
    FROM facts.judgements AS judgement
    WHERE
        judgement.channel = ledger.channel AND judgement.first_day = ledger.day AND judgement.last_day = ledger.day
    ORDER BY judgement.judgement_id DESC
    LIMIT 1
) AS judged ON TRUE
WHERE ledger.channel = :channel AND ledger.day BETWEEN :first_day AND :last_day
ORDER BY ledger.day DESC;
