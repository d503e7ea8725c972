-- Purpose: the highest ranked accounts of a run, with the latest tweets of others that engaged with them, retweets last.
-- Parameters: run_id, channel, first_day, last_day, count
-- Re-run: safe; reads only.
SELECT
    score.author_key,
    score.rank,
    score.score,
    score.basis,
    score.engagers,
    score.endorsers,
    score.is_new,
    score.followers,
    round(score.responses)::integer AS responses,
    score.tweets,
    (
        SELECT count(DISTINCT part.topic_no)
        FROM results.run_tweets AS part
        INNER JOIN facts.tweets AS tweet
            ON
                tweet.channel = :channel
                AND tweet.day BETWEEN :first_day AND :last_day
                AND part.tweet_id = tweet.tweet_id
        WHERE part.run_id = score.run_id AND tweet.author_key = score.author_key AND tweet.kind <> 'retweet'
    ) AS topics,
    score.previous_rank,
    (
        SELECT coalesce(array_agg(engagement.tweet_id), '{}')
        FROM (
            SELECT edge.tweet_id
            FROM facts.interactions AS edge
            WHERE
                edge.channel = :channel
                AND edge.day BETWEEN :first_day AND :last_day
                AND edge.to_key = score.author_key
            ORDER BY edge.kind = 'retweet' ASC, edge.tweet_id DESC
            LIMIT 5
        ) AS engagement
    ) AS engagements
FROM results.account_scores AS score
WHERE score.run_id = :run_id
ORDER BY score.rank
LIMIT (:count);
