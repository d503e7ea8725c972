-- Purpose: append-only runs with a current pointer, and what hangs off a run: topics, stories, accounts, reports, publications.
-- Re-run: never; the runner records it.

SET LOCAL ROLE chorus_owner;
SET LOCAL search_path = results;

ALTER DEFAULT PRIVILEGES IN SCHEMA results GRANT SELECT ON TABLES TO chorus_loader, chorus_reader;
ALTER DEFAULT PRIVILEGES IN SCHEMA results GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO chorus_analyst;

CREATE TABLE runs (
    run_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    channel text NOT NULL,
    first_day date NOT NULL,
    last_day date NOT NULL,
    input_hash text NOT NULL,
    config_hash text NOT NULL,
    code_version text NOT NULL,
    opened_at timestamptz NOT NULL DEFAULT now(),
    CHECK (first_day <= last_day),
    UNIQUE (channel, first_day, last_day, input_hash, config_hash, code_version)
);
COMMENT ON TABLE runs IS 'One analysis of one channel-window: the same input, settings and code are the same run.';
COMMENT ON COLUMN runs.run_id IS 'The only thing that passes between stages';
COMMENT ON COLUMN runs.channel IS 'Channel';
COMMENT ON COLUMN runs.first_day IS 'First local day of the window';
COMMENT ON COLUMN runs.last_day IS 'Last local day of the window';
COMMENT ON COLUMN runs.input_hash IS 'Hash of the window''s days and of the days and story links before it that give context';
COMMENT ON COLUMN runs.config_hash IS 'Hash of the channel''s settings that shape a report';
COMMENT ON COLUMN runs.code_version IS 'Version and source hash of the code';
COMMENT ON COLUMN runs.opened_at IS 'When the run was first opened';

CREATE TABLE run_stages (
    run_id bigint NOT NULL REFERENCES runs ON DELETE CASCADE,
    stage text NOT NULL CHECK (stage IN ('topics', 'accounts', 'report')),
    finished_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (run_id, stage)
);
COMMENT ON TABLE run_stages IS 'Stages of a run that are done; written in the transaction that wrote their rows, so a finished stage is never half done.';
COMMENT ON COLUMN run_stages.run_id IS 'The run';
COMMENT ON COLUMN run_stages.stage IS 'topics, accounts or report';
COMMENT ON COLUMN run_stages.finished_at IS 'When it was finished';

CREATE TABLE current_runs (
    channel text NOT NULL,
    first_day date NOT NULL,
    last_day date NOT NULL,
    run_id bigint NOT NULL REFERENCES runs,
    flipped_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (channel, first_day, last_day)
);
COMMENT ON TABLE current_runs IS 'The run that counts for each channel-window; publishing a run is flipping this row.';
COMMENT ON COLUMN current_runs.channel IS 'Channel';
COMMENT ON COLUMN current_runs.first_day IS 'First local day of the window';
COMMENT ON COLUMN current_runs.last_day IS 'Last local day of the window';
COMMENT ON COLUMN current_runs.run_id IS 'The run that counts';
COMMENT ON COLUMN current_runs.flipped_at IS 'Since when';

CREATE TABLE stories (
    story_id text PRIMARY KEY,
    channel text NOT NULL,
    first_day date NOT NULL,
    name text NOT NULL
);
COMMENT ON TABLE stories IS 'Chains of topics over days. The id comes from the first topic''s earliest tweet, so the same data give the same id.';
COMMENT ON COLUMN stories.story_id IS 'Stable id: channel, first day and tweet';
COMMENT ON COLUMN stories.channel IS 'Channel';
COMMENT ON COLUMN stories.first_day IS 'Local day of the first topic';
COMMENT ON COLUMN stories.name IS 'Name given on the first day';

CREATE TABLE topics (
    run_id bigint NOT NULL REFERENCES runs ON DELETE CASCADE,
    topic_no integer NOT NULL CHECK (topic_no >= 1),
    label text NOT NULL,
    names text[] NOT NULL,
    terms text[] NOT NULL,
    weights real[] NOT NULL,
    theme text NOT NULL,
    tweets integer NOT NULL CHECK (tweets >= 1),
    accounts integer NOT NULL CHECK (accounts >= 1),
    exemplars bigint[] NOT NULL,
    story_id text NOT NULL REFERENCES stories,
    story_status text NOT NULL CHECK (story_status IN ('new', 'rising', 'steady', 'fading')),
    story_day_no integer NOT NULL CHECK (story_day_no >= 1),
    tweets_yesterday integer NOT NULL CHECK (tweets_yesterday >= 0),
    tweets_week integer NOT NULL CHECK (tweets_week >= 0),
    PRIMARY KEY (run_id, topic_no),
    CHECK (cardinality(terms) = cardinality(weights))
);
COMMENT ON TABLE topics IS 'Clusters of one window''s tweets about one event or subject, largest first.';
COMMENT ON COLUMN topics.run_id IS 'The run';
COMMENT ON COLUMN topics.topic_no IS 'From 1, by number of accounts, then tweets, then earliest tweet';
COMMENT ON COLUMN topics.label IS 'Short readable headline';
COMMENT ON COLUMN topics.names IS 'Product, company and person names that tell the topic apart, most telling first, as written';
COMMENT ON COLUMN topics.terms IS 'Top terms by class TF-IDF, strongest first';
COMMENT ON COLUMN topics.weights IS 'Their weights, same order';
COMMENT ON COLUMN topics.theme IS 'Coarse group: key of a theme in include/lexicons/themes.yaml';
COMMENT ON COLUMN topics.tweets IS 'Tweets in the topic, copies and retweets included';
COMMENT ON COLUMN topics.accounts IS 'Distinct authors in the topic';
COMMENT ON COLUMN topics.exemplars IS 'Most central tweets, different authors first, best first, at most 3';
COMMENT ON COLUMN topics.story_id IS 'Story it belongs to';
COMMENT ON COLUMN topics.story_status IS 'new, rising, steady or fading against yesterday and the last seven days';
COMMENT ON COLUMN topics.story_day_no IS 'Days since the story began, first day = 1';
COMMENT ON COLUMN topics.tweets_yesterday IS 'Tweets of the story on the day before the window';
COMMENT ON COLUMN topics.tweets_week IS 'Tweets of the story in the seven days before the window';

CREATE TABLE run_tweets (
    run_id bigint NOT NULL REFERENCES runs ON DELETE CASCADE,
    tweet_id bigint NOT NULL,
    day date NOT NULL,
    role text NOT NULL CHECK (role IN ('topic', 'single', 'chatter', 'ad')),
    topic_no integer,
    duplicate_of bigint,
    centrality real NOT NULL,
    chatter_score real NOT NULL,
    ad_score real NOT NULL,
    PRIMARY KEY (run_id, tweet_id),
    FOREIGN KEY (run_id, topic_no) REFERENCES topics ON DELETE CASCADE,
    CHECK ((role = 'topic') = (topic_no IS NOT NULL))
);
COMMENT ON TABLE run_tweets IS 'What a run made of each tweet of its window; every loaded tweet has one row.';
COMMENT ON COLUMN run_tweets.run_id IS 'The run';
COMMENT ON COLUMN run_tweets.tweet_id IS 'The tweet';
COMMENT ON COLUMN run_tweets.day IS 'Its local day';
COMMENT ON COLUMN run_tweets.role IS 'topic (in a topic), single (reportable, alone), chatter or ad (set aside)';
COMMENT ON COLUMN run_tweets.topic_no IS 'The topic, for role topic';
COMMENT ON COLUMN run_tweets.duplicate_of IS 'Earliest tweet with nearly the same text, where there is one';
COMMENT ON COLUMN run_tweets.centrality IS 'Cosine to the topic''s centroid, 0..1; 0 outside topics';
COMMENT ON COLUMN run_tweets.chatter_score IS '0..1, how much it looks like small talk';
COMMENT ON COLUMN run_tweets.ad_score IS '0..1, how much it looks like advertising';

CREATE TABLE account_scores (
    run_id bigint NOT NULL REFERENCES runs ON DELETE CASCADE,
    author_key text NOT NULL,
    rank integer NOT NULL CHECK (rank >= 1),
    score double precision NOT NULL,
    basis text NOT NULL CHECK (basis IN ('engagers', 'followers')),
    engagers integer NOT NULL,
    followers bigint,
    tweets integer NOT NULL,
    previous_rank integer,
    PRIMARY KEY (run_id, author_key),
    UNIQUE (run_id, rank)
);
COMMENT ON TABLE account_scores IS 'Accounts of the window ranked by the score, with what it is made of.';
COMMENT ON COLUMN account_scores.run_id IS 'The run';
COMMENT ON COLUMN account_scores.author_key IS 'The account';
COMMENT ON COLUMN account_scores.rank IS '1 = highest';
COMMENT ON COLUMN account_scores.score IS 'Unit of basis: decayed distinct engagers, or log10 of followers';
COMMENT ON COLUMN account_scores.basis IS 'engagers, or followers where the input has no retweets, quotes or replies';
COMMENT ON COLUMN account_scores.engagers IS 'Distinct accounts that engaged in the window';
COMMENT ON COLUMN account_scores.followers IS 'Followers, where known';
COMMENT ON COLUMN account_scores.tweets IS 'Own tweets in the window';
COMMENT ON COLUMN account_scores.previous_rank IS 'Rank in the run of the day before, if any';

CREATE TABLE reports (
    run_id bigint PRIMARY KEY REFERENCES runs ON DELETE CASCADE,
    slug text NOT NULL,
    title text NOT NULL,
    document jsonb NOT NULL,
    statements integer NOT NULL CHECK (statements >= 0),
    dropped integer NOT NULL CHECK (dropped >= 0)
);
COMMENT ON TABLE reports IS 'The structured content of each run''s report, before rendering.';
COMMENT ON COLUMN reports.run_id IS 'The run';
COMMENT ON COLUMN reports.slug IS 'Name, e.g. twitter_ai_20251127_20251127';
COMMENT ON COLUMN reports.title IS 'Headline';
COMMENT ON COLUMN reports.document IS 'The report model as JSON';
COMMENT ON COLUMN reports.statements IS 'Statements in the report';
COMMENT ON COLUMN reports.dropped IS 'Statements that the checker dropped';

CREATE TABLE report_files (
    run_id bigint NOT NULL REFERENCES runs ON DELETE CASCADE,
    path text NOT NULL CHECK (path !~ '(^/|\.\.)'),
    content bytea NOT NULL,
    PRIMARY KEY (run_id, path)
);
COMMENT ON TABLE report_files IS 'The rendered files of each run, byte for byte as they go to the blog.';
COMMENT ON COLUMN report_files.run_id IS 'The run';
COMMENT ON COLUMN report_files.path IS 'Path in the blog''s repository';
COMMENT ON COLUMN report_files.content IS 'The bytes';

CREATE TABLE publications (
    publication_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run_id bigint NOT NULL REFERENCES runs,
    channel text NOT NULL,
    slug text NOT NULL,
    remote text NOT NULL,
    branch text NOT NULL,
    commit_sha text NOT NULL,
    published_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (run_id, remote, branch)
);
COMMENT ON TABLE publications IS 'The commits that put reports on a blog, in order.';
COMMENT ON COLUMN publications.publication_id IS 'Order of publication';
COMMENT ON COLUMN publications.run_id IS 'The run whose report it is';
COMMENT ON COLUMN publications.channel IS 'Channel';
COMMENT ON COLUMN publications.slug IS 'Report';
COMMENT ON COLUMN publications.remote IS 'Remote without credentials';
COMMENT ON COLUMN publications.branch IS 'Branch';
COMMENT ON COLUMN publications.commit_sha IS 'Commit that holds the files';
COMMENT ON COLUMN publications.published_at IS 'When it was recorded';
