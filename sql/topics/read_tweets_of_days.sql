-- Purpose: the tweets of a span of local days, as topic discovery reads them.
-- Parameters: channel, first_day, last_day
-- Re-run: safe; reads only.
SELECT
    tweet_id,
    day,
    author_key,
    text,
    kind,
    ref_tweet_id
FROM facts.tweets
WHERE channel = :channel AND day BETWEEN :first_day AND :last_day
ORDER BY tweet_id;
