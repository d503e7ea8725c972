-- Purpose: which questions about which days need not be asked any more.
-- Parameters: channel, question_hashes (list), days (list of dates), most_tweets
-- Re-run: safe; reads only. A fetch that ended at a lower limit than the present one is not ended.
SELECT
    question_hash,
    day
FROM facts.fetches
WHERE
    channel = :channel
    AND question_hash = ANY(:question_hashes)
    AND day = ANY(:days)
    AND outcome IS NOT NULL
    AND NOT (outcome = 'limit' AND tweets < :most_tweets);
