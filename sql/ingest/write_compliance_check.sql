-- Purpose: note what the X API said of a tweet.
-- Parameters: channel, tweet_id, outcome, checked_at
-- Re-run: safe; the last answer stays.
INSERT INTO facts.compliance_checks (channel, tweet_id, outcome, checked_at)
VALUES (:channel, :tweet_id, :outcome, :checked_at)
ON CONFLICT (channel, tweet_id) DO UPDATE
    SET outcome = excluded.outcome, checked_at = excluded.checked_at;
