-- Purpose: the counters of tweets as curves, swapped in with the day; and which objects of remote storage are landed.
-- Re-run: never; the runner records it. Days that were loaded before are built once more.

SET LOCAL ROLE chorus_loader;
SET LOCAL search_path = facts;

CREATE TABLE metric_snapshots (
    channel text NOT NULL,
    day date NOT NULL,
    tweet_id bigint NOT NULL,
    observed_at timestamptz NOT NULL,
    like_count bigint,
    retweet_count bigint,
    reply_count bigint,
    quote_count bigint,
    view_count bigint,
    PRIMARY KEY (channel, day, tweet_id, observed_at)
) PARTITION BY LIST (channel);
COMMENT ON TABLE metric_snapshots IS 'All points of the curves of tweets whose counters were seen more than once or at another moment than the day''s common one; metric_curves has the curves of all tweets.';
COMMENT ON COLUMN metric_snapshots.channel IS 'Channel';
COMMENT ON COLUMN metric_snapshots.day IS 'Local day of the tweet';
COMMENT ON COLUMN metric_snapshots.tweet_id IS 'The tweet; of an edited one, the version that counts';
COMMENT ON COLUMN metric_snapshots.observed_at IS 'When these counters were first seen: as the record says, else when its file was landed';
COMMENT ON COLUMN metric_snapshots.like_count IS 'Likes then, if given';
COMMENT ON COLUMN metric_snapshots.retweet_count IS 'Retweets then, if given';
COMMENT ON COLUMN metric_snapshots.reply_count IS 'Replies then, if given';
COMMENT ON COLUMN metric_snapshots.quote_count IS 'Quotes then, if given';
COMMENT ON COLUMN metric_snapshots.view_count IS 'Views then, if given';

ALTER TABLE day_ledger ADD COLUMN metrics_hash text;
ALTER TABLE day_ledger ADD COLUMN observed_at timestamptz;
COMMENT ON COLUMN day_ledger.metrics_hash IS 'Hash of the curves of the day''s counters, which no report rests on';
COMMENT ON COLUMN day_ledger.observed_at IS 'When the counters of tweets without metric_snapshots were seen';

CREATE VIEW metric_curves AS
SELECT
    channel,
    day,
    tweet_id,
    observed_at,
    like_count,
    retweet_count,
    reply_count,
    quote_count,
    view_count
FROM facts.metric_snapshots
UNION ALL
SELECT
    tweet.channel,
    tweet.day,
    tweet.tweet_id,
    ledger.observed_at,
    tweet.like_count,
    tweet.retweet_count,
    tweet.reply_count,
    tweet.quote_count,
    tweet.view_count
FROM facts.tweets AS tweet
INNER JOIN facts.day_ledger AS ledger
    ON tweet.channel = ledger.channel AND tweet.day = ledger.day
WHERE
    coalesce(
        tweet.like_count, tweet.retweet_count, tweet.reply_count, tweet.quote_count, tweet.view_count
    ) IS NOT NULL
    AND NOT EXISTS (
        SELECT FROM facts.metric_snapshots AS point
        WHERE point.channel = tweet.channel AND point.day = tweet.day AND point.tweet_id = tweet.tweet_id
    );
COMMENT ON VIEW metric_curves IS 'The curve of every tweet''s counters, a point for each value that was received. Ask with channel and day.';
COMMENT ON COLUMN metric_curves.channel IS 'Channel';
COMMENT ON COLUMN metric_curves.day IS 'Local day of the tweet';
COMMENT ON COLUMN metric_curves.tweet_id IS 'The tweet; of an edited one, the version that counts';
COMMENT ON COLUMN metric_curves.observed_at IS 'When these counters were first seen: as the record says, else when its file was landed';
COMMENT ON COLUMN metric_curves.like_count IS 'Likes then, if given';
COMMENT ON COLUMN metric_curves.retweet_count IS 'Retweets then, if given';
COMMENT ON COLUMN metric_curves.reply_count IS 'Replies then, if given';
COMMENT ON COLUMN metric_curves.quote_count IS 'Quotes then, if given';
COMMENT ON COLUMN metric_curves.view_count IS 'Views then, if given';

CREATE OR REPLACE FUNCTION facts.day_tables() RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = facts, pg_temp
RETURN ARRAY['tweets', 'interactions', 'account_snapshots', 'metric_snapshots'];

CREATE OR REPLACE FUNCTION facts.open_channel(channel text) RETURNS void
LANGUAGE plpgsql
SET search_path = facts, pg_temp
AS $$
DECLARE
    parent text;
BEGIN
    IF to_regclass(format('facts.%I', 'metric_snapshots_' || channel)) IS NOT NULL THEN
        RETURN;  -- made last
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('open ' || channel, 0));
    FOREACH parent IN ARRAY facts.day_tables() LOOP
        IF to_regclass(format('facts.%I', parent || '_' || channel)) IS NULL THEN
            EXECUTE format(
                'CREATE TABLE facts.%I (LIKE facts.%I INCLUDING CONSTRAINTS) PARTITION BY LIST (day)',
                parent || '_' || channel, parent
            );
            EXECUTE format(
                'ALTER TABLE facts.%I ATTACH PARTITION facts.%I FOR VALUES IN (%L)',
                parent, parent || '_' || channel, channel
            );
        END IF;
    END LOOP;
END;
$$;

CREATE TABLE landed_objects (
    channel text NOT NULL,
    location text NOT NULL,
    version text NOT NULL,
    sha256 text NOT NULL,
    PRIMARY KEY (channel, location),
    FOREIGN KEY (channel, sha256) REFERENCES landing_files (channel, sha256) ON DELETE CASCADE
);
COMMENT ON TABLE landed_objects IS 'Objects of remote storage by the version that was landed last: they are not copied again until they change.';
COMMENT ON COLUMN landed_objects.channel IS 'Channel that received the object';
COMMENT ON COLUMN landed_objects.location IS 'Its address, without a Connection';
COMMENT ON COLUMN landed_objects.version IS 'Its tag, or its time and size';
COMMENT ON COLUMN landed_objects.sha256 IS 'The landed file';
