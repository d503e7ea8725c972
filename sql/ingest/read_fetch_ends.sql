-- Purpose: of a window's questions to the X API, how many broke off or brought nothing but errors, by source.
-- Parameters: channel, first_day, last_day, question_hashes (list)
-- Re-run: safe; reads only.
SELECT
    source,
    count(*)::integer AS questions,
    count(*) FILTER (WHERE outcome IS NULL OR (problems > 0 AND tweets = 0))::integer AS failed
FROM facts.fetches
WHERE channel = :channel AND day BETWEEN :first_day AND :last_day AND question_hash = any(:question_hashes)
GROUP BY source
ORDER BY source;
