-- Purpose: remove what a run made of its tweets.
-- Parameters: run_id
-- Re-run: safe.
DELETE FROM results.run_tweets
WHERE run_id = :run_id;
