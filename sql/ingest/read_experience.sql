-- Purpose: what a channel's fetches brought and cost so far.
-- Parameters: channel
-- Re-run: safe; reads only.
SELECT
    count(DISTINCT fetches.day) AS days,
    coalesce(sum(fetches.tweets), 0) AS tweets,
    (
        SELECT coalesce(sum(api_reads.cost_usd), 0)
        FROM facts.api_reads
        WHERE api_reads.channel = :channel AND api_reads.kind <> 'count'
    ) AS cost_usd
FROM facts.fetches
WHERE fetches.channel = :channel AND fetches.outcome IS NOT NULL;
