-- Purpose: of the questions that were asked about a window's days, how many broke off, and how many brought only errors.
-- Parameters: channel, first_day, last_day, question_hashes (list)
-- Re-run: safe; reads only.
SELECT
    source,
    count(*)::integer AS questions,
    count(*) FILTER (WHERE outcome IS NULL)::integer AS unfinished,
    count(*) FILTER (WHERE outcome IS NOT NULL AND problems > 0 AND tweets = 0)::integer AS refused
FROM facts.fetches
WHERE channel = :channel AND day BETWEEN :first_day AND :last_day AND question_hash = any(:question_hashes)
GROUP BY source
ORDER BY source;
