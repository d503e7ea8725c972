-- Purpose: loaded versions of tweets that are to be forgotten: of an edited tweet all go.
-- Parameters: channel, tweet_ids (list)
-- Re-run: safe; reads only.
SELECT
    tweet_id,
    edit_root_id
FROM facts.tweets
WHERE channel = :channel AND (tweet_id = ANY(:tweet_ids) OR edit_root_id = ANY(:tweet_ids));
