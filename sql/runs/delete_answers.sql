-- Purpose: delete answers of language models that were told a tweet which is loaded no more, since it was forgotten.
-- Parameters: channel
-- Re-run: safe.
DELETE FROM results.llm_answers AS answer
WHERE
    answer.channel = :channel
    AND EXISTS (
        SELECT FROM unnest(answer.tweet_ids) AS told (tweet_id)
        WHERE NOT EXISTS (
            SELECT FROM facts.tweets AS tweet
            WHERE tweet.channel = :channel AND tweet.tweet_id = told.tweet_id
        )
    );
