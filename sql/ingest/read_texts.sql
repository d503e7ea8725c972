-- Purpose: the texts of loaded tweets: what else may hold them is found by a piece of these.
-- Parameters: channel, tweet_ids (list)
-- Re-run: safe; reads only.
SELECT text
FROM facts.tweets
WHERE channel = :channel AND tweet_id = ANY(:tweet_ids) AND kind <> 'retweet';
