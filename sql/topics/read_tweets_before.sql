-- Purpose: a sample of the tweets of a span of local days, no more than day_tweets of each and always the same ones, as topic
--   discovery reads them; languages as in read_tweets_of_days.
-- Parameters: channel, first_day, last_day, languages (list of two-letter codes), day_tweets
-- Re-run: safe; reads only.
SELECT
    tweet_id,
    day,
    author_key,
    text,
    kind,
    ref_tweet_id
FROM (
    SELECT
        tweet_id,
        day,
        author_key,
        text,
        kind,
        ref_tweet_id,
        row_number() OVER (PARTITION BY day ORDER BY md5(tweet_id::text), tweet_id) AS number
    FROM facts.tweets
    WHERE
        channel = :channel AND day BETWEEN :first_day AND :last_day
        AND (
            cardinality(cast(:languages AS text[])) = 0
            OR split_part(lower(lang), '-', 1) = any(cast(:languages AS text[]))
            OR coalesce(lang, 'und') ~ '^(und|zxx|q..)$'
        )
) AS numbered
WHERE number <= :day_tweets
ORDER BY tweet_id;
