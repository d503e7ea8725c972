-- Purpose: loaded retweets of tweets that do not say which tweet they repeat: known by its text.
-- Parameters: channel, tweet_ids (list), least_characters (of a text that tells anything)
-- Re-run: safe; reads only.
WITH repeated AS (
    SELECT
        tweet_id,
        rtrim(regexp_replace(text, '^RT @\w+: ', ''), '…') AS words
    FROM facts.tweets
    WHERE channel = :channel AND kind = 'retweet' AND ref_tweet_id IS NULL
)

SELECT DISTINCT repeated.tweet_id
FROM facts.tweets AS original
INNER JOIN repeated ON starts_with(original.text, repeated.words)
WHERE
    original.channel = :channel
    AND original.tweet_id = any(:tweet_ids)
    AND length(repeated.words) >= :least_characters
ORDER BY repeated.tweet_id;
