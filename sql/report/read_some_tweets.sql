-- Purpose: tweets of one day by id, with their authors as of that day; what a post says of the day before rests on them.
-- Parameters: channel, day, tweet_ids (list of bigint)
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
    'topic' AS role,
    NULL::integer AS topic_no,
    NULL::bigint AS duplicate_of,
    0.0 AS centrality
FROM facts.tweets AS tweet
INNER JOIN facts.account_snapshots AS author
    ON tweet.channel = author.channel AND tweet.day = author.day AND tweet.author_key = author.author_key
WHERE tweet.channel = :channel AND tweet.day = :day AND tweet.tweet_id = ANY(:tweet_ids)
ORDER BY tweet.created_at, tweet.tweet_id;
