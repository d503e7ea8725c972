-- Purpose: the accounts that wrote a tweet of their own in the window, with what their score is made of besides reach.
-- Parameters: channel, from_day (first day of the history), first_day, last_day
-- Re-run: safe; reads only.
WITH loaded AS (
    SELECT count(*)::integer AS days
    FROM facts.day_ledger
    WHERE channel = :channel AND day BETWEEN :from_day AND :last_day AND loaded > 0
),

written AS (
    SELECT
        author_key,
        count(*) FILTER (WHERE kind <> 'retweet' AND day >= :first_day)::integer AS tweets,
        count(*) FILTER (WHERE kind = 'retweet' AND day >= :first_day)::integer AS retweets,
        count(DISTINCT day) FILTER (WHERE kind <> 'retweet')::integer AS active_days,
        avg(coalesce(retweet_count, 0) + coalesce(quote_count, 0) + coalesce(reply_count, 0)) FILTER (
            WHERE kind <> 'retweet' AND day >= :first_day
            AND coalesce(retweet_count, quote_count, reply_count) IS NOT NULL
        )::double precision AS responses
    FROM facts.tweets
    WHERE channel = :channel AND day BETWEEN :from_day AND :last_day
    GROUP BY author_key
),

followed AS (
    SELECT DISTINCT ON (author_key)
        author_key,
        followers
    FROM facts.account_snapshots
    WHERE channel = :channel AND day BETWEEN :first_day AND :last_day AND followers IS NOT NULL
    ORDER BY author_key ASC, day DESC
)

SELECT
    written.author_key,
    written.tweets,
    written.retweets,
    written.active_days,
    loaded.days AS loaded_days,
    followed.followers,
    written.responses
FROM written
CROSS JOIN loaded
LEFT JOIN followed ON written.author_key = followed.author_key
WHERE written.tweets > 0
ORDER BY written.author_key;
