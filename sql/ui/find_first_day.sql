-- Purpose: the first local day that a channel knows anything of.
-- Parameters: channel
-- Re-run: safe; reads only.
SELECT least(
    (
        SELECT min(ledger.day) FROM facts.day_ledger AS ledger
        WHERE ledger.channel = :channel
    ),
    (
        SELECT min(judgement.first_day) FROM facts.judgements AS judgement
        WHERE judgement.channel = :channel
    )
) AS first_day;
