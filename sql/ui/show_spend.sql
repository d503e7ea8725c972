-- Purpose: what a channel paid on each day of a span, in US dollars, and for how much.
-- Parameters: channel, first_day, last_day
-- Re-run: safe; reads only.
SELECT
    billed_day AS day,
    sum(cost_usd) AS cost_usd,
    count(*) FILTER (WHERE kind = 'post')::integer AS posts,
    count(*) FILTER (WHERE kind = 'user')::integer AS users,
    count(*) FILTER (WHERE kind = 'count')::integer AS counts
FROM facts.api_reads
WHERE channel = :channel AND billed_day BETWEEN :first_day AND :last_day
GROUP BY billed_day
ORDER BY billed_day DESC;
