-- Purpose: who engaged with whom on a day, and when: in ticks of six minutes since its local midnight.
--   A mention gives a handle only. Where an author of the day bears it, that author is meant.
-- Parameters: channel, day, time_zone
-- Re-run: safe; reads only.
WITH bearers AS (
    SELECT
        '@' || lower(handle) AS handle_key,
        min(author_key) AS author_key
    FROM facts.account_snapshots
    WHERE channel = :channel AND day = :day
    GROUP BY lower(handle)
)

SELECT
    interaction.from_key,
    coalesce(bearer.author_key, interaction.to_key) AS to_key,
    interaction.kind,
    least(
        greatest(
            extract(EPOCH FROM tweet.created_at - (:day)::date::timestamp AT TIME ZONE :time_zone)::integer / 360, 0
        ), 255
    ) AS tick
FROM facts.interactions AS interaction
LEFT JOIN facts.tweets AS tweet
    ON
        interaction.channel = tweet.channel
        AND interaction.day = tweet.day
        AND interaction.tweet_id = tweet.tweet_id
LEFT JOIN bearers AS bearer ON interaction.to_key = bearer.handle_key
WHERE interaction.channel = :channel AND interaction.day = :day;
