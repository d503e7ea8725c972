-- Purpose: what a run made of each distinct text of its window: of every tweet that is no copy of an earlier one.
-- Parameters: run_id
-- Re-run: safe; reads only.
SELECT
    tweet_id,
    role,
    topic_no,
    ad_score,
    chatter_score
FROM results.run_tweets
WHERE run_id = :run_id AND duplicate_of IS NULL
ORDER BY tweet_id;
