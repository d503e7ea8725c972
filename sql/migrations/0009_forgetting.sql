-- Purpose: what was forgotten leaves landing too: extracts in the place of files as received, and how far that is.
-- Re-run: never; the runner records it. Tombstones written before are purged from landing by the next landing.

SET LOCAL ROLE chorus_loader;

ALTER TABLE facts.landing_files
ADD COLUMN extract_hash text CHECK (extract_hash ~ '^[0-9a-f]{64}$'),
ADD COLUMN extract_bytes bigint CHECK (extract_bytes >= 0),
ADD CONSTRAINT landing_files_extract CHECK ((extract_hash IS NULL) = (extract_bytes IS NULL));
COMMENT ON COLUMN facts.landing_files.extract_hash IS 'Hash of the extract that stands in the place of the bytes as received, since a tweet of them was forgotten; null while they are kept';
COMMENT ON COLUMN facts.landing_files.extract_bytes IS 'Size of the extract';
COMMENT ON COLUMN facts.landing_files.sha256 IS 'Hash of the bytes as received; names the file in the landing folder, and its extract';
COMMENT ON TABLE facts.landing_files IS 'One row per file received by a channel; its bytes, or their extract, lie in the landing folder under their hash.';

ALTER TABLE facts.landing_days
ADD COLUMN forgotten integer NOT NULL DEFAULT 0,
ADD CONSTRAINT landing_days_forgotten CHECK (forgotten BETWEEN 0 AND accepted);
COMMENT ON COLUMN facts.landing_days.forgotten IS 'Those of the valid records that the extract has no more, since their tweets were forgotten';

ALTER TABLE facts.quarantine ALTER COLUMN raw DROP NOT NULL;
COMMENT ON COLUMN facts.quarantine.raw IS 'The record''s bytes as received, at most 64 KiB; null where they may have held a forgotten tweet';

ALTER TABLE facts.tombstones ADD COLUMN purged_at timestamptz;
COMMENT ON COLUMN facts.tombstones.purged_at IS 'When landing had no trace of the tweet any more; null while that is still to do';

CREATE TABLE facts.compliance_checks (
    channel text NOT NULL,
    tweet_id bigint NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('there', 'deleted', 'protected', 'suspended')),
    checked_at timestamptz NOT NULL,
    PRIMARY KEY (channel, tweet_id)
);
COMMENT ON TABLE facts.compliance_checks IS 'Cited tweets that the X API was asked for again, to follow deletions: written with the tombstones and the price of each answer.';
COMMENT ON COLUMN facts.compliance_checks.channel IS 'Channel that cites the tweet';
COMMENT ON COLUMN facts.compliance_checks.tweet_id IS 'The tweet';
COMMENT ON COLUMN facts.compliance_checks.outcome IS 'there, or why it is there no more: deleted, protected or suspended';
COMMENT ON COLUMN facts.compliance_checks.checked_at IS 'When it was last asked for';

CREATE TABLE facts.compliance_jobs (
    channel text NOT NULL,
    job_id text NOT NULL CHECK (job_id ~ '^[0-9]{1,19}$'),
    first_day date NOT NULL,
    last_day date NOT NULL,
    outcome text CHECK (outcome IN ('complete', 'failed')),
    gone integer CHECK (gone >= 0),
    begun_at timestamptz NOT NULL,
    ended_at timestamptz,
    PRIMARY KEY (channel, job_id),
    CHECK (first_day <= last_day),
    CHECK ((outcome IS NULL) = (ended_at IS NULL))
);
COMMENT ON TABLE facts.compliance_jobs IS 'Batch compliance jobs of the X API: all loaded tweets of some days, checked at once.';
COMMENT ON COLUMN facts.compliance_jobs.channel IS 'Channel whose tweets are checked';
COMMENT ON COLUMN facts.compliance_jobs.job_id IS 'The platform''s number of the job';
COMMENT ON COLUMN facts.compliance_jobs.first_day IS 'First local day of the tweets';
COMMENT ON COLUMN facts.compliance_jobs.last_day IS 'Last local day of the tweets';
COMMENT ON COLUMN facts.compliance_jobs.outcome IS 'complete, when what it found was forgotten; failed, when the platform gave it up. Null while it is under way';
COMMENT ON COLUMN facts.compliance_jobs.gone IS 'Loaded tweets that it found gone';
COMMENT ON COLUMN facts.compliance_jobs.begun_at IS 'When it was asked for';
COMMENT ON COLUMN facts.compliance_jobs.ended_at IS 'When its outcome was noted';
