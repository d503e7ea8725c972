-- Purpose: what a channel has spent on language models today and this month (UTC).
-- Parameters: channel, day_begin, month_begin (aware moments)
-- Re-run: safe; reads only.
SELECT
    coalesce(sum(cost_usd) FILTER (WHERE asked_at >= :day_begin), 0) AS today,
    coalesce(sum(cost_usd), 0) AS this_month
FROM results.llm_calls
WHERE channel = :channel AND asked_at >= :month_begin;
