-- Purpose: how the facts of one local day are built aside and swapped in: partitions by channel, then by day.
-- Re-run: never; the runner records it.
--
-- A day is staged, keyed and swapped in one transaction, so a load that dies at any instant leaves nothing behind.
-- Until the swap it holds no lock that anybody else could want.

SET LOCAL ROLE chorus_loader;
SET LOCAL search_path = facts;

CREATE FUNCTION facts.day_tables() RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = facts, pg_temp
RETURN ARRAY['tweets', 'interactions', 'account_snapshots'];
COMMENT ON FUNCTION facts.day_tables() IS 'The tables that are partitioned by channel and day, in the order in which they are locked.';

CREATE FUNCTION facts.day_partition(parent text, channel text, day date) RETURNS text
LANGUAGE sql STABLE
SET search_path = facts, pg_temp
RETURN parent || '_' || channel || '__' || to_char(day, 'YYYYMMDD');
COMMENT ON FUNCTION facts.day_partition(text, text, date) IS 'Name of the partition of one day, e.g. tweets_twitter_ai__20260302; no channel has a double underscore in its name.';

CREATE FUNCTION facts.open_channel(channel text) RETURNS void
LANGUAGE plpgsql
SET search_path = facts, pg_temp
AS $$
DECLARE
    parent text;
BEGIN
    IF to_regclass(format('facts.%I', 'account_snapshots_' || channel)) IS NOT NULL THEN
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
COMMENT ON FUNCTION facts.open_channel(text) IS 'Makes the partitions of a channel that are missing; safe for many at once.';

CREATE FUNCTION facts.stage_day() RETURNS text
LANGUAGE plpgsql
SET search_path = facts, pg_temp
AS $$
DECLARE
    suffix CONSTANT text := pg_current_xact_id()::text;  -- never the same twice
    parent text;
BEGIN
    FOREACH parent IN ARRAY facts.day_tables() LOOP
        EXECUTE format(
            'CREATE TABLE facts.%I (LIKE facts.%I INCLUDING CONSTRAINTS)', 'staged_' || parent || '_' || suffix, parent
        );
    END LOOP;
    RETURN suffix;
END;
$$;
COMMENT ON FUNCTION facts.stage_day() IS 'Makes empty tables without keys, to be filled by COPY; gives the suffix of their names, staged_<table>_<suffix>.';

CREATE FUNCTION facts.key_staged(suffix text, channel text, day date, time_zone text) RETURNS void
LANGUAGE plpgsql
SET search_path = facts, pg_temp
AS $$
DECLARE
    parent text;
    primary_key text;
    checks text;
BEGIN
    FOREACH parent IN ARRAY facts.day_tables() LOOP
        SELECT pg_get_constraintdef(oid) INTO STRICT primary_key
        FROM pg_catalog.pg_constraint
        WHERE conrelid = format('facts.%I', parent)::regclass AND contype = 'p';
        checks := format('ADD CONSTRAINT is_of_day CHECK (channel = %L AND day = %L)', channel, day);
        IF parent = 'tweets' THEN
            checks := checks || format(
                ', ADD CONSTRAINT is_local_day CHECK (day = (created_at AT TIME ZONE %L)::date)', time_zone
            );
        END IF;
        EXECUTE format('ALTER TABLE facts.%I ADD %s, %s', 'staged_' || parent || '_' || suffix, primary_key, checks);
    END LOOP;
END;
$$;
COMMENT ON FUNCTION facts.key_staged(text, text, date, text) IS 'Adds primary keys and the checks that every row is of the channel and local day.';

CREATE FUNCTION facts.drop_staged(suffix text) RETURNS void
LANGUAGE plpgsql
SET search_path = facts, pg_temp
AS $$
DECLARE
    parent text;
BEGIN
    FOREACH parent IN ARRAY facts.day_tables() LOOP
        EXECUTE format('DROP TABLE facts.%I', 'staged_' || parent || '_' || suffix);
    END LOOP;
END;
$$;
COMMENT ON FUNCTION facts.drop_staged(text) IS 'Drops the tables made by stage_day.';

CREATE FUNCTION facts.swap_day(suffix text, channel text, day date) RETURNS void
LANGUAGE plpgsql
SET search_path = facts, pg_temp
AS $$
DECLARE
    parent text;
    leaf text;
    staged text;
BEGIN
    -- Readers of the channel stand in the way of dropping a partition, not of attaching one. All locks first, in one
    -- order, so that two swaps cannot wait for each other.
    FOREACH parent IN ARRAY facts.day_tables() LOOP
        IF to_regclass(format('facts.%I', facts.day_partition(parent, channel, day))) IS NOT NULL THEN
            EXECUTE format('LOCK TABLE ONLY facts.%I IN ACCESS EXCLUSIVE MODE', parent || '_' || channel);
        ELSE
            EXECUTE format('LOCK TABLE ONLY facts.%I IN SHARE UPDATE EXCLUSIVE MODE', parent || '_' || channel);
        END IF;
    END LOOP;
    FOREACH parent IN ARRAY facts.day_tables() LOOP
        leaf := facts.day_partition(parent, channel, day);
        staged := 'staged_' || parent || '_' || suffix;
        EXECUTE format('DROP TABLE IF EXISTS facts.%I', leaf);
        IF suffix IS NOT NULL THEN
            EXECUTE format('ALTER TABLE facts.%I RENAME TO %I', staged, leaf);
            EXECUTE format('ALTER INDEX facts.%I RENAME TO %I', staged || '_pkey', leaf || '_pkey');
            EXECUTE format(
                'ALTER TABLE facts.%I ATTACH PARTITION facts.%I FOR VALUES IN (%L)', parent || '_' || channel, leaf, day
            );
        END IF;
    END LOOP;
END;
$$;
COMMENT ON FUNCTION facts.swap_day(text, text, date) IS 'Replaces the partitions of a day by the staged tables; without a suffix the day is left empty.';

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA facts FROM public;
