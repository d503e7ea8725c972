-- Purpose: tweets of some days by id, with what their authors were called on that day.
-- Parameters: channel, days (list of dates), tweet_ids (list of bigint)
-- Re-run: safe; reads only.
SELECT
    tweet.tweet_id,
    tweet.day,
    tweet.created_at,
    tweet.text,
    author.handle,
    author.name
FROM facts.tweets AS tweet
LEFT JOIN facts.account_snapshots AS author
    ON
        tweet.day = author.day AND tweet.author_key = author.author_key
        AND author.channel = :channel AND author.day = any(:days)  -- so that only these partitions are looked at
WHERE
    tweet.channel = :channel AND tweet.day = any(:days) AND tweet.tweet_id = any(:tweet_ids)
ORDER BY tweet.tweet_id;
