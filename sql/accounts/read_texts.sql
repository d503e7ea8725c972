-- Purpose: the window's own tweets of some accounts.
-- Parameters: channel, first_day, last_day, author_keys (list of text)
-- Re-run: safe; reads only.
SELECT
    author_key,
    text,
    cashtags
FROM facts.tweets
WHERE
    channel = :channel AND day BETWEEN :first_day AND :last_day AND kind <> 'retweet'
    AND author_key = any(:author_keys)
ORDER BY tweet_id;
