-- Purpose: the ids of all loaded tweets of some days.
-- Parameters: channel, first_day, last_day
-- Re-run: safe; reads only.
SELECT tweet_id
FROM facts.tweets
WHERE channel = :channel AND day BETWEEN :first_day AND :last_day
ORDER BY tweet_id;
