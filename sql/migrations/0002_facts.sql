-- Purpose: landing, quarantine, tombstones, the ledger, and the facts partitioned by channel and local day.
-- Re-run: never; the runner records it.

SET LOCAL ROLE chorus_loader;
SET LOCAL search_path = facts;

-- New partitions are made by chorus_loader: everyone who may read a parent may read them.
ALTER DEFAULT PRIVILEGES IN SCHEMA facts GRANT SELECT ON TABLES TO chorus_owner, chorus_analyst, chorus_reader;

CREATE TABLE landing_files (
    channel text NOT NULL,
    sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    source text NOT NULL,
    name text NOT NULL,
    format text NOT NULL,
    size_bytes bigint NOT NULL CHECK (size_bytes >= 0),
    records integer NOT NULL,
    accepted integer NOT NULL,
    rejected integer NOT NULL,
    landed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (channel, sha256),
    CONSTRAINT landing_files_balance CHECK (records = accepted + rejected)
);
COMMENT ON TABLE landing_files IS 'One row per file received by a channel; its bytes lie in the landing folder under their hash.';
COMMENT ON COLUMN landing_files.channel IS 'Channel that received the file';
COMMENT ON COLUMN landing_files.sha256 IS 'Hash of the bytes as received; names the file in the landing folder';
COMMENT ON COLUMN landing_files.source IS 'Name of the source in the channel file';
COMMENT ON COLUMN landing_files.name IS 'File name at the source when it was first seen';
COMMENT ON COLUMN landing_files.format IS 'Detected format, e.g. timeline or x_api_v2';
COMMENT ON COLUMN landing_files.size_bytes IS 'Size as received';
COMMENT ON COLUMN landing_files.records IS 'Records found in the file';
COMMENT ON COLUMN landing_files.accepted IS 'Records that parse and validate';
COMMENT ON COLUMN landing_files.rejected IS 'Records in quarantine';
COMMENT ON COLUMN landing_files.landed_at IS 'When the file was landed';

CREATE TABLE landing_days (
    channel text NOT NULL,
    sha256 text NOT NULL,
    day date NOT NULL,
    accepted integer NOT NULL CHECK (accepted >= 0),
    rejected integer NOT NULL CHECK (rejected >= 0),
    PRIMARY KEY (channel, day, sha256),
    FOREIGN KEY (channel, sha256) REFERENCES landing_files (channel, sha256) ON DELETE CASCADE
);
COMMENT ON TABLE landing_days IS 'Which local days a landed file has records of: a day is rebuilt from exactly these files.';
COMMENT ON COLUMN landing_days.channel IS 'Channel that received the file';
COMMENT ON COLUMN landing_days.sha256 IS 'The file';
COMMENT ON COLUMN landing_days.day IS 'Local day in the channel''s time zone';
COMMENT ON COLUMN landing_days.accepted IS 'Valid records of that day in the file';
COMMENT ON COLUMN landing_days.rejected IS 'Quarantined records booked to that day; one without a readable time counts for the file''s most frequent day';

CREATE TABLE quarantine (
    channel text NOT NULL,
    sha256 text NOT NULL,
    record_no integer NOT NULL CHECK (record_no >= 1),
    day date NOT NULL,
    reason text NOT NULL,
    detail text NOT NULL,
    raw bytea NOT NULL,
    PRIMARY KEY (channel, sha256, record_no),
    FOREIGN KEY (channel, sha256) REFERENCES landing_files (channel, sha256) ON DELETE CASCADE
);
COMMENT ON TABLE quarantine IS 'Records that were refused, as received, with the reason.';
COMMENT ON COLUMN quarantine.channel IS 'Channel that received the record';
COMMENT ON COLUMN quarantine.sha256 IS 'File that holds the record';
COMMENT ON COLUMN quarantine.record_no IS 'Position of the record in its file, from 1';
COMMENT ON COLUMN quarantine.day IS 'Local day the record is booked to';
COMMENT ON COLUMN quarantine.reason IS 'Short stable word for the kind of fault, e.g. missing_id';
COMMENT ON COLUMN quarantine.detail IS 'One sentence that explains the fault';
COMMENT ON COLUMN quarantine.raw IS 'The record''s bytes as received, at most 64 KiB';

CREATE TABLE tombstones (
    channel text NOT NULL,
    tweet_id bigint NOT NULL,
    reason text NOT NULL,
    forgotten_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (channel, tweet_id)
);
COMMENT ON TABLE tombstones IS 'Tweets that must not come back, whatever is loaded again.';
COMMENT ON COLUMN tombstones.channel IS 'Channel that forgot the tweet';
COMMENT ON COLUMN tombstones.tweet_id IS 'The tweet';
COMMENT ON COLUMN tombstones.reason IS 'Why, e.g. deleted by its author';
COMMENT ON COLUMN tombstones.forgotten_at IS 'When it was forgotten';

CREATE TABLE day_ledger (
    channel text NOT NULL,
    day date NOT NULL,
    records integer NOT NULL,
    loaded integer NOT NULL,
    duplicate integer NOT NULL,
    rejected integer NOT NULL,
    tombstoned integer NOT NULL,
    files integer NOT NULL,
    accounts integer NOT NULL,
    hours_covered integer NOT NULL CHECK (hours_covered BETWEEN 0 AND 25),
    content_hash text NOT NULL,
    loaded_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (channel, day),
    CONSTRAINT day_ledger_conservation CHECK (records = loaded + duplicate + rejected + tombstoned)
);
COMMENT ON TABLE day_ledger IS 'The account of each loaded day: every record received is loaded, duplicate, rejected or tombstoned.';
COMMENT ON COLUMN day_ledger.channel IS 'Channel';
COMMENT ON COLUMN day_ledger.day IS 'Local day in the channel''s time zone';
COMMENT ON COLUMN day_ledger.records IS 'Records of the day in all landed files';
COMMENT ON COLUMN day_ledger.loaded IS 'Rows in tweets';
COMMENT ON COLUMN day_ledger.duplicate IS 'Repeats and superseded edits of a loaded tweet';
COMMENT ON COLUMN day_ledger.rejected IS 'Records in quarantine';
COMMENT ON COLUMN day_ledger.tombstoned IS 'Records of forgotten tweets';
COMMENT ON COLUMN day_ledger.files IS 'Landed files that have records of the day';
COMMENT ON COLUMN day_ledger.accounts IS 'Distinct authors of the loaded tweets';
COMMENT ON COLUMN day_ledger.hours_covered IS 'Local hours of the day with at least one tweet';
COMMENT ON COLUMN day_ledger.content_hash IS 'Hash of the day''s rows; equal hash = nothing to do';
COMMENT ON COLUMN day_ledger.loaded_at IS 'When the day was last swapped in';

CREATE TABLE tweets (
    channel text NOT NULL,
    day date NOT NULL,
    tweet_id bigint NOT NULL,
    created_at timestamptz NOT NULL,
    author_key text NOT NULL,
    text text NOT NULL,
    lang text,
    kind text NOT NULL CHECK (kind IN ('original', 'retweet', 'quote', 'reply')),
    ref_tweet_id bigint,
    ref_author_key text,
    conversation_id bigint,
    edit_root_id bigint NOT NULL,
    mentions text[] NOT NULL,
    hashtags text[] NOT NULL,
    cashtags text[] NOT NULL,
    urls text[] NOT NULL,
    like_count bigint,
    retweet_count bigint,
    reply_count bigint,
    quote_count bigint,
    view_count bigint,
    PRIMARY KEY (channel, day, tweet_id)
) PARTITION BY LIST (channel);
COMMENT ON TABLE tweets IS 'The tweets of each local day: a pure function of landing and tombstones.';
COMMENT ON COLUMN tweets.channel IS 'Channel';
COMMENT ON COLUMN tweets.day IS 'Local day of created_at in the channel''s time zone; a CHECK on each partition enforces it';
COMMENT ON COLUMN tweets.tweet_id IS 'The platform''s id';
COMMENT ON COLUMN tweets.created_at IS 'When it was written; from the id where the input has no time';
COMMENT ON COLUMN tweets.author_key IS 'Numeric account id as text, or @handle in lower case where the input has no id';
COMMENT ON COLUMN tweets.text IS 'Full text, NFC, as written';
COMMENT ON COLUMN tweets.lang IS 'Language tag of the platform, if given';
COMMENT ON COLUMN tweets.kind IS 'original, retweet, quote or reply: the strongest relation';
COMMENT ON COLUMN tweets.ref_tweet_id IS 'Tweet that is retweeted, quoted or replied to';
COMMENT ON COLUMN tweets.ref_author_key IS 'Its author, where known';
COMMENT ON COLUMN tweets.conversation_id IS 'Thread, where given';
COMMENT ON COLUMN tweets.edit_root_id IS 'First version of an edited tweet, else its own id';
COMMENT ON COLUMN tweets.mentions IS 'Handles mentioned, lower case, without @';
COMMENT ON COLUMN tweets.hashtags IS 'Hashtags, lower case, without #';
COMMENT ON COLUMN tweets.cashtags IS 'Cashtags, upper case, without $';
COMMENT ON COLUMN tweets.urls IS 'Links, expanded where the input has them';
COMMENT ON COLUMN tweets.like_count IS 'Likes when received';
COMMENT ON COLUMN tweets.retweet_count IS 'Retweets when received';
COMMENT ON COLUMN tweets.reply_count IS 'Replies when received';
COMMENT ON COLUMN tweets.quote_count IS 'Quotes when received';
COMMENT ON COLUMN tweets.view_count IS 'Views when received';

CREATE TABLE interactions (
    channel text NOT NULL,
    day date NOT NULL,
    tweet_id bigint NOT NULL,
    from_key text NOT NULL,
    to_key text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('retweet', 'quote', 'reply', 'mention')),
    PRIMARY KEY (channel, day, tweet_id, to_key, kind)
) PARTITION BY LIST (channel);
COMMENT ON TABLE interactions IS 'Who engaged with whom on each local day; an account never with itself.';
COMMENT ON COLUMN interactions.channel IS 'Channel';
COMMENT ON COLUMN interactions.day IS 'Local day of the tweet';
COMMENT ON COLUMN interactions.tweet_id IS 'Tweet that engages';
COMMENT ON COLUMN interactions.from_key IS 'Its author';
COMMENT ON COLUMN interactions.to_key IS 'Account engaged with';
COMMENT ON COLUMN interactions.kind IS 'retweet, quote, reply or mention';

CREATE TABLE account_snapshots (
    channel text NOT NULL,
    day date NOT NULL,
    author_key text NOT NULL,
    handle text NOT NULL,
    name text NOT NULL,
    description text NOT NULL,
    followers bigint,
    is_verified boolean,
    tweets integer NOT NULL,
    PRIMARY KEY (channel, day, author_key)
) PARTITION BY LIST (channel);
COMMENT ON TABLE account_snapshots IS 'The authors of each local day as they were then.';
COMMENT ON COLUMN account_snapshots.channel IS 'Channel';
COMMENT ON COLUMN account_snapshots.day IS 'Local day';
COMMENT ON COLUMN account_snapshots.author_key IS 'As in tweets';
COMMENT ON COLUMN account_snapshots.handle IS 'Handle, as written, without @';
COMMENT ON COLUMN account_snapshots.name IS 'Display name';
COMMENT ON COLUMN account_snapshots.description IS 'Profile text';
COMMENT ON COLUMN account_snapshots.followers IS 'Followers, where given';
COMMENT ON COLUMN account_snapshots.is_verified IS 'Verified mark, where given';
COMMENT ON COLUMN account_snapshots.tweets IS 'Tweets loaded that day';
