-- Purpose: every tweet of a run's window with its author as of that day and what the run made of it.
-- Parameters: run_id, channel, first_day, last_day
-- Re-run: safe; reads only.
SELECT
    tweet.tweet_id,
    tweet.day,
    tweet.created_at,
    tweet.author_key,
    author.handle,
    author.name,
    author.description,
    author.followers,
    tweet.text,
    tweet.kind,
    tweet.cashtags,
    tweet.hashtags,
    fate.role,
    fate.topic_no,
    fate.duplicate_of,
    fate.centrality
FROM facts.tweets AS tweet
INNER JOIN results.run_tweets AS fate
    ON fate.run_id = :run_id AND tweet.tweet_id = fate.tweet_id AND tweet.day = fate.day
INNER JOIN facts.account_snapshots AS author
    ON tweet.channel = author.channel AND tweet.day = author.day AND tweet.author_key = author.author_key
WHERE tweet.channel = :channel AND tweet.day BETWEEN :first_day AND :last_day
ORDER BY tweet.created_at, tweet.tweet_id;
