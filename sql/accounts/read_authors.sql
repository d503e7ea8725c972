-- Purpose: the accounts that wrote a tweet in the window, with what is shown as the reasons of their rank.
-- Parameters: channel, first_day, last_day
-- Re-run: safe; reads only.
SELECT
    tweet.author_key,
    count(*)::integer AS tweets,
    (
        SELECT snapshot.followers
        FROM facts.account_snapshots AS snapshot
        WHERE
            snapshot.channel = :channel AND snapshot.day BETWEEN :first_day AND :last_day
            AND snapshot.author_key = tweet.author_key AND snapshot.followers IS NOT NULL
        ORDER BY snapshot.day DESC
        LIMIT 1
    ) AS followers
FROM facts.tweets AS tweet
WHERE tweet.channel = :channel AND tweet.day BETWEEN :first_day AND :last_day AND tweet.kind <> 'retweet'
GROUP BY tweet.author_key
ORDER BY tweet.author_key;
