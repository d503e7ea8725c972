-- Purpose: the tweets of an account that carried its reach: by different accounts that retweeted, quoted or answered
--   them in the window.
-- Parameters: channel, first_day, last_day, author_key, most
-- Re-run: safe; reads only.
SELECT
    engagement.ref_tweet_id AS tweet_id,
    count(DISTINCT engagement.author_key)::integer AS engagers
FROM facts.interactions AS edge
INNER JOIN facts.tweets AS engagement
    ON
        edge.channel = engagement.channel
        AND edge.day = engagement.day
        AND edge.tweet_id = engagement.tweet_id
WHERE
    edge.channel = :channel AND edge.day BETWEEN :first_day AND :last_day AND edge.to_key = :author_key
    AND engagement.day BETWEEN :first_day AND :last_day  -- so that only these partitions are looked at
    AND edge.kind <> 'mention' AND engagement.ref_tweet_id IS NOT NULL
GROUP BY engagement.ref_tweet_id
ORDER BY engagers DESC, tweet_id DESC
LIMIT (:most);
