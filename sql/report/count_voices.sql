-- Purpose: how many accounts told each topic of a run: in words of their own, in any but a retweet's, and at all.
-- Parameters: run_id, channel, first_day, last_day
-- Re-run: safe; reads only.
SELECT
    fate.topic_no,
    count(DISTINCT tweet.author_key) FILTER (WHERE tweet.kind <> 'retweet' AND fate.duplicate_of IS NULL) AS own,
    count(DISTINCT tweet.author_key) FILTER (WHERE tweet.kind <> 'retweet') AS wrote,
    count(DISTINCT tweet.author_key) AS carriers
FROM facts.tweets AS tweet
INNER JOIN results.run_tweets AS fate
    ON fate.run_id = :run_id AND tweet.tweet_id = fate.tweet_id AND tweet.day = fate.day
WHERE tweet.channel = :channel AND tweet.day BETWEEN :first_day AND :last_day AND fate.topic_no IS NOT NULL
GROUP BY fate.topic_no;
