-- Purpose: how far each fetch from the X API is, what it could not get, and what was paid for.
-- Re-run: never; the runner records it.

SET LOCAL ROLE chorus_loader;
SET LOCAL search_path = facts;

CREATE TABLE fetches (
    fetch_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    channel text NOT NULL,
    question_hash text NOT NULL,
    day date NOT NULL,
    source text NOT NULL,
    target text NOT NULL,
    endpoint text NOT NULL,
    next_token text,
    pages integer NOT NULL DEFAULT 0 CHECK (pages >= 0),
    tweets integer NOT NULL DEFAULT 0 CHECK (tweets >= 0),
    problems integer NOT NULL DEFAULT 0 CHECK (problems >= 0),
    outcome text CHECK (outcome IN ('complete', 'empty', 'looping', 'limit')),
    begun_at timestamptz NOT NULL DEFAULT now(),
    changed_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (channel, question_hash, day)
);
COMMENT ON TABLE fetches IS 'One question to the X API about one local day, and how far it is: written in the transaction that lands a page, so a killed fetch goes on where it was.';
COMMENT ON COLUMN fetches.fetch_id IS 'The fetch';
COMMENT ON COLUMN fetches.channel IS 'Channel that asks';
COMMENT ON COLUMN fetches.question_hash IS 'Hash of the query, list or account that is asked for and of the time zone of its days; a changed query is another fetch';
COMMENT ON COLUMN fetches.day IS 'Local day in the channel''s time zone that is asked for';
COMMENT ON COLUMN fetches.source IS 'Name of the source in the channel file';
COMMENT ON COLUMN fetches.target IS 'What is asked for, for people: query, list:ID or @handle';
COMMENT ON COLUMN fetches.endpoint IS 'Path that answers; a token is of use only there';
COMMENT ON COLUMN fetches.next_token IS 'Where the next page is; null before the first and after the last';
COMMENT ON COLUMN fetches.pages IS 'Pages landed';
COMMENT ON COLUMN fetches.tweets IS 'Tweets on these pages, repeats included';
COMMENT ON COLUMN fetches.problems IS 'Entries of errors[] on these pages';
COMMENT ON COLUMN fetches.outcome IS 'How it ended: complete; empty or looping, when pages brought nothing new; limit, at most_tweets. Null while it is under way';
COMMENT ON COLUMN fetches.begun_at IS 'When it was first asked';
COMMENT ON COLUMN fetches.changed_at IS 'When its last page was landed';

CREATE TABLE fetch_problems (
    fetch_id bigint NOT NULL REFERENCES fetches ON DELETE CASCADE,
    problem_no integer NOT NULL CHECK (problem_no >= 1),
    title text NOT NULL,
    detail text NOT NULL,
    resource_type text NOT NULL,
    resource_id text NOT NULL,
    PRIMARY KEY (fetch_id, problem_no)
);
COMMENT ON TABLE fetch_problems IS 'What the X API said it could not give: the errors[] of pages that came all the same.';
COMMENT ON COLUMN fetch_problems.fetch_id IS 'The fetch';
COMMENT ON COLUMN fetch_problems.problem_no IS 'Position among the fetch''s problems, from 1';
COMMENT ON COLUMN fetch_problems.title IS 'The API''s word for it, e.g. Not Found Error';
COMMENT ON COLUMN fetch_problems.detail IS 'Its sentence, at most 500 characters';
COMMENT ON COLUMN fetch_problems.resource_type IS 'What could not be given: user, tweet, post …';
COMMENT ON COLUMN fetch_problems.resource_id IS 'Which one, as far as it is said';

CREATE TABLE api_reads (
    channel text NOT NULL,
    billed_day date NOT NULL,
    kind text NOT NULL CHECK (kind IN ('post', 'user', 'count')),
    resource_id text NOT NULL,
    cost_usd numeric(12, 6) NOT NULL CHECK (cost_usd >= 0),
    PRIMARY KEY (channel, billed_day, kind, resource_id)
);
COMMENT ON TABLE api_reads IS 'What was paid for: each post and account once a day, as the platform bills; the budget''s caps are checked against it.';
COMMENT ON COLUMN api_reads.channel IS 'Channel that pays';
COMMENT ON COLUMN api_reads.billed_day IS 'The platform''s day, in UTC';
COMMENT ON COLUMN api_reads.kind IS 'post, user, or count for one request for counts';
COMMENT ON COLUMN api_reads.resource_id IS 'The post or account; of a request for counts, its number on that day';
COMMENT ON COLUMN api_reads.cost_usd IS 'Price by the channel''s settings when it was read, in US dollars';

CREATE TABLE known_accounts (
    handle text PRIMARY KEY CHECK (handle = lower(handle)),
    author_key text NOT NULL,
    known_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE known_accounts IS 'Account ids of handles that channels ask for, so that they are paid for once.';
COMMENT ON COLUMN known_accounts.handle IS 'Handle in lower case, without @';
COMMENT ON COLUMN known_accounts.author_key IS 'Numeric account id as text, as in tweets';
COMMENT ON COLUMN known_accounts.known_at IS 'When it was asked for';
