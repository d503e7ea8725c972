-- Purpose: what a channel has spent on a day and since the first of its month, in US dollars.
-- Parameters: channel, billed_day, month_day (the first of the month)
-- Re-run: safe; reads only.
SELECT
    coalesce(sum(cost_usd) FILTER (WHERE billed_day = :billed_day), 0) AS today,
    coalesce(sum(cost_usd), 0) AS this_month
FROM facts.api_reads
WHERE channel = :channel AND billed_day BETWEEN :month_day AND :billed_day;
