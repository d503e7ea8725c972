-- Purpose: the loaded days that hold forgotten tweets or retweets of them, and of some other days those that are loaded.
-- Parameters: channel, tweet_ids (list), days (list of dates)
-- Re-run: safe; reads only.
SELECT day
FROM facts.tweets
WHERE
    channel = :channel
    AND (
        tweet_id = ANY(:tweet_ids)
        OR edit_root_id = ANY(:tweet_ids)
        OR (kind = 'retweet' AND ref_tweet_id = ANY(:tweet_ids))
    )
UNION
SELECT day
FROM facts.day_ledger
WHERE channel = :channel AND day = ANY(:days)
ORDER BY day;
