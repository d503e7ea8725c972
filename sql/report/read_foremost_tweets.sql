-- Purpose: the tweets of a large window that its report reads, as read_tweets gives them. Of the topics of the most
--   accounts the topic_tweets most central each, retweets and copies last, in "most" places. Of single tweets those that
--   were answered and passed on most, or come from well-read accounts, with their copies, in as many. Of the accounts
--   given some tweets each, and the tweets given. Advertising and small talk only where they are given or are copies.
-- Parameters: run_id, channel, first_day, last_day, most, topic_tweets, own_tweets, author_keys, tweet_ids, handles
--   (the last three are lists, of text, bigint and text; handles: known accounts, which are heard first)
-- Re-run: safe; reads only.
WITH told AS (
    SELECT
        tweet.tweet_id,
        tweet.author_key,
        fate.topic_no,
        fate.duplicate_of,
        row_number() OVER (
            PARTITION BY fate.topic_no
            ORDER BY tweet.kind = 'retweet', fate.duplicate_of IS NOT NULL, -fate.centrality, tweet.tweet_id
        ) AS topic_place,
        row_number() OVER (
            PARTITION BY tweet.author_key ORDER BY fate.topic_no IS NULL, -fate.centrality, tweet.tweet_id
        ) AS own_place,
        tweet.kind <> 'retweet' AND fate.duplicate_of IS NULL AND fate.role = 'single' AS is_alone,
        2.0 * (lower(author.handle) = any(cast(:handles AS text[])))::integer
        + ln(1.0 + coalesce(tweet.like_count, 0) + 3.0 * coalesce(tweet.retweet_count, 0))
        + ln(1.0 + coalesce(author.followers, 0)) / 3.0 AS heard
    FROM facts.tweets AS tweet
    INNER JOIN results.run_tweets AS fate
        ON fate.run_id = :run_id AND tweet.tweet_id = fate.tweet_id AND tweet.day = fate.day
    INNER JOIN facts.account_snapshots AS author
        ON tweet.channel = author.channel AND tweet.day = author.day AND tweet.author_key = author.author_key
    WHERE
        tweet.channel = :channel AND tweet.day BETWEEN :first_day AND :last_day
        AND fate.role IN ('topic', 'single')
),

topics AS (
    SELECT
        topic_no,
        sum(least(tweets, :topic_tweets)) OVER (ORDER BY accounts DESC, tweets DESC, topic_no ASC) AS places
    FROM results.topics
    WHERE run_id = :run_id
),

copies AS (
    SELECT
        duplicate_of,
        count(*) AS copies
    FROM results.run_tweets
    WHERE run_id = :run_id AND duplicate_of IS NOT NULL
    GROUP BY duplicate_of
),

alone AS (
    SELECT
        told.tweet_id,
        sum(1 + coalesce(copies.copies, 0)) OVER (ORDER BY told.heard DESC, told.tweet_id ASC) AS places
    FROM told
    LEFT JOIN copies ON told.tweet_id = copies.duplicate_of
    WHERE told.is_alone
),

chosen AS (
    SELECT told.tweet_id
    FROM told
    INNER JOIN topics ON told.topic_no = topics.topic_no
    WHERE told.topic_place <= :topic_tweets AND topics.places <= :most
    UNION
    SELECT told.tweet_id
    FROM told
    WHERE told.own_place <= :own_tweets AND told.author_key = any(cast(:author_keys AS text[]))
    UNION
    SELECT alone.tweet_id
    FROM alone
    WHERE alone.places <= :most
    UNION
    SELECT fate.tweet_id
    FROM results.run_tweets AS fate
    INNER JOIN alone ON fate.duplicate_of = alone.tweet_id
    WHERE fate.run_id = :run_id AND alone.places <= :most
    UNION
    SELECT unnest(cast(:tweet_ids AS bigint[]))
)

SELECT
    tweet.tweet_id,
    tweet.day,
    tweet.created_at,
    tweet.author_key,
    author.handle,
    author.name,
    author.description,
    author.followers,
    tweet.text,
    tweet.kind,
    tweet.cashtags,
    tweet.hashtags,
    fate.role,
    fate.topic_no,
    fate.duplicate_of,
    fate.centrality
FROM chosen
INNER JOIN facts.tweets AS tweet
    ON
        tweet.channel = :channel AND tweet.day BETWEEN :first_day AND :last_day AND chosen.tweet_id = tweet.tweet_id
INNER JOIN results.run_tweets AS fate
    ON fate.run_id = :run_id AND tweet.tweet_id = fate.tweet_id AND tweet.day = fate.day
INNER JOIN facts.account_snapshots AS author
    ON tweet.channel = author.channel AND tweet.day = author.day AND tweet.author_key = author.author_key
ORDER BY tweet.created_at, tweet.tweet_id;
