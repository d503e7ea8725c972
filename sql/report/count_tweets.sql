-- Purpose: what the tweets of a run's window add up to.
-- Parameters: run_id, channel, first_day, last_day
-- Re-run: safe; reads only.
SELECT
    count(*) AS tweets,
    count(DISTINCT tweet.author_key) AS accounts,
    count(*) FILTER (WHERE tweet.kind = 'retweet') AS retweets,
    count(fate.duplicate_of) AS copies,
    count(*) FILTER (WHERE fate.role = 'topic') AS topic,
    count(*) FILTER (WHERE fate.role = 'single') AS single,
    count(*) FILTER (WHERE fate.role = 'chatter') AS chatter,
    count(*) FILTER (WHERE fate.role = 'ad') AS ad
FROM facts.tweets AS tweet
INNER JOIN results.run_tweets AS fate
    ON fate.run_id = :run_id AND tweet.tweet_id = fate.tweet_id AND tweet.day = fate.day
WHERE tweet.channel = :channel AND tweet.day BETWEEN :first_day AND :last_day;
