-- Purpose: what others answered to some accounts in the window: replies, quotes and mentions.
-- Parameters: channel, first_day, last_day, author_keys (list of text)
-- Re-run: safe; reads only.
SELECT
    interaction.to_key AS author_key,
    tweet.text
FROM facts.interactions AS interaction
INNER JOIN facts.tweets AS tweet
    ON
        interaction.channel = tweet.channel
        AND interaction.day = tweet.day
        AND interaction.tweet_id = tweet.tweet_id
WHERE
    interaction.channel = :channel AND interaction.day BETWEEN :first_day AND :last_day
    AND interaction.kind IN ('reply', 'quote') AND interaction.to_key = any(:author_keys)
ORDER BY interaction.tweet_id, interaction.to_key;
