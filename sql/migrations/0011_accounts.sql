-- Purpose: each day's votes as a graph, scores made of named parts, and accounts that are watched but not ranked.
-- Re-run: never; the runner records it. Scores that were written before keep nulls in the parts they were not made of.

SET LOCAL ROLE chorus_owner;
SET LOCAL search_path = results;

CREATE TABLE daily_graphs (
    channel text NOT NULL,
    day date NOT NULL,
    content_hash text NOT NULL,
    form integer NOT NULL,
    edges integer NOT NULL CHECK (edges >= 0),
    account_keys bytea NOT NULL,
    author_numbers bytea NOT NULL,
    engager_numbers bytea NOT NULL,
    tenths bytea NOT NULL,
    ticks bytea NOT NULL,
    PRIMARY KEY (channel, day)
);
-- Numbers do not shrink, and compressing them would take longer than all else.
ALTER TABLE daily_graphs
ALTER COLUMN account_keys SET STORAGE EXTERNAL,
ALTER COLUMN author_numbers SET STORAGE EXTERNAL,
ALTER COLUMN engager_numbers SET STORAGE EXTERNAL,
ALTER COLUMN tenths SET STORAGE EXTERNAL,
ALTER COLUMN ticks SET STORAGE EXTERNAL;
COMMENT ON TABLE daily_graphs IS 'One local day''s votes: a pure function of its interactions and handles, made when a run first needs the day and again when it changed.';
COMMENT ON COLUMN daily_graphs.channel IS 'Channel';
COMMENT ON COLUMN daily_graphs.day IS 'Local day';
COMMENT ON COLUMN daily_graphs.content_hash IS 'The day''s hash in the ledger when the graph was made; another one = the graph is out of date';
COMMENT ON COLUMN daily_graphs.form IS 'Number of the rules by which votes were cast; another one = out of date as well';
COMMENT ON COLUMN daily_graphs.edges IS 'Votes: pairs of author and engager';
COMMENT ON COLUMN daily_graphs.account_keys IS 'Keys of the accounts in order, UTF-8, a NUL between two';
COMMENT ON COLUMN daily_graphs.author_numbers IS 'Of each vote the author, as position in account_keys: int32, little-endian';
COMMENT ON COLUMN daily_graphs.engager_numbers IS 'Of each vote the engager, likewise';
COMMENT ON COLUMN daily_graphs.tenths IS 'Of each vote its weight in tenths of a retweet: uint8';
COMMENT ON COLUMN daily_graphs.ticks IS 'Of each vote when, in ticks of six minutes since local midnight: uint8';

ALTER TABLE account_scores
DROP CONSTRAINT account_scores_basis_check,
ADD CONSTRAINT account_scores_basis_check CHECK (basis IN ('engagers', 'followers', 'responses')),
ADD COLUMN reach double precision,
ADD COLUMN votes double precision,
ADD COLUMN endorsers integer,
ADD COLUMN lift real,
ADD COLUMN size_lift real,
ADD COLUMN originality real,
ADD COLUMN focus real,
ADD COLUMN consistency real,
ADD COLUMN responses double precision,
ADD COLUMN is_new boolean;
COMMENT ON COLUMN account_scores.score IS 'Weighted sum of reach (log2) and the parts, in doublings of reach; without interactions orders of magnitude of followers and responses, and one for the focus';
COMMENT ON COLUMN account_scores.basis IS 'engagers; where the input does not tell enough of who engages followers, or responses where it counts these too';
COMMENT ON COLUMN account_scores.reach IS 'Votes that count: as many as the endorsers let count. Unit: retweets by different accounts, halved for every half window since';
COMMENT ON COLUMN account_scores.votes IS 'All votes, whether they count or not, in the same unit';
COMMENT ON COLUMN account_scores.endorsers IS 'Established accounts that engaged in the window or within four days; fewer than three shut the gate';
COMMENT ON COLUMN account_scores.lift IS 'Doublings of engagers a day against the account''s own days before';
COMMENT ON COLUMN account_scores.size_lift IS 'Doublings of engagers against what is usual for so many followers';
COMMENT ON COLUMN account_scores.originality IS 'Share of its tweets that are no retweets';
COMMENT ON COLUMN account_scores.focus IS 'Share of its own tweets that name something of the field';
COMMENT ON COLUMN account_scores.consistency IS 'Share of the loaded days on which it wrote itself';
COMMENT ON COLUMN account_scores.responses IS 'Mean retweets, quotes and replies of an own tweet as the platform counts them, where known';
COMMENT ON COLUMN account_scores.is_new IS 'Whether no run of the history days ranked it; null where there is none on the same basis';

CREATE TABLE watched_accounts (
    run_id bigint NOT NULL REFERENCES runs ON DELETE CASCADE,
    author_key text NOT NULL,
    reason text NOT NULL CHECK (reason IN ('rising', 'suspicious')),
    watch_no integer NOT NULL CHECK (watch_no >= 1),
    votes double precision NOT NULL,
    engagers integer NOT NULL,
    endorsers integer NOT NULL,
    lift real NOT NULL,
    fresh integer NOT NULL,
    devoted integer NOT NULL,
    mutual integer NOT NULL,
    alike integer NOT NULL,
    PRIMARY KEY (run_id, author_key),
    UNIQUE (run_id, reason, watch_no)
);
COMMENT ON TABLE watched_accounts IS 'Authors that many engage with and too few established accounts do: rising, or suspicious, which is for the operator only.';
COMMENT ON COLUMN watched_accounts.run_id IS 'The run';
COMMENT ON COLUMN watched_accounts.author_key IS 'The account';
COMMENT ON COLUMN watched_accounts.reason IS 'rising: more engagers than on its days before; suspicious: they look bought';
COMMENT ON COLUMN watched_accounts.watch_no IS 'Position in the list of this reason, from 1';
COMMENT ON COLUMN watched_accounts.votes IS 'All votes, decayed, as in account_scores';
COMMENT ON COLUMN watched_accounts.engagers IS 'Different accounts that engaged within the window';
COMMENT ON COLUMN watched_accounts.endorsers IS 'Established ones among those of four days';
COMMENT ON COLUMN watched_accounts.lift IS 'Doublings of engagers a day against its own days before';
COMMENT ON COLUMN watched_accounts.fresh IS 'Engagers that nobody saw on the days before';
COMMENT ON COLUMN watched_accounts.devoted IS 'Engagers that engage with nobody else';
COMMENT ON COLUMN watched_accounts.mutual IS 'Engagers that are engaged with by other engagers of the same account, or by it';
COMMENT ON COLUMN watched_accounts.alike IS 'Answers to it that repeat another one''s words';
