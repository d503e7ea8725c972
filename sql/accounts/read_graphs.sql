-- Purpose: the loaded days, each with its graph where that is up to date; graph columns are null where it is not.
-- Parameters: channel, from_day, last_day, form
-- Re-run: safe; reads only.
SELECT
    ledger.day,
    ledger.content_hash,
    graph.account_keys,
    graph.author_numbers,
    graph.engager_numbers,
    graph.tenths,
    graph.ticks
FROM facts.day_ledger AS ledger
LEFT JOIN results.daily_graphs AS graph
    ON
        ledger.channel = graph.channel
        AND ledger.day = graph.day
        AND ledger.content_hash = graph.content_hash
        AND graph.form = :form
WHERE ledger.channel = :channel AND ledger.day BETWEEN :from_day AND :last_day AND ledger.loaded > 0
ORDER BY ledger.day;
