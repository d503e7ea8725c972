-- Purpose: the tweets of a span of local days, as topic discovery reads them: those that are in one of the languages, or
--   in none that is known (X writes und, zxx or q.. for these). No languages = all.
-- Parameters: channel, first_day, last_day, languages (list of two-letter codes)
-- Re-run: safe; reads only.
SELECT
    tweet_id,
    day,
    author_key,
    text,
    kind,
    ref_tweet_id
FROM facts.tweets
WHERE
    channel = :channel AND day BETWEEN :first_day AND :last_day
    AND (
        cardinality(cast(:languages AS text[])) = 0
        OR split_part(lower(lang), '-', 1) = any(cast(:languages AS text[]))
        OR coalesce(lang, 'und') ~ '^(und|zxx|q..)$'
    )
ORDER BY tweet_id;
