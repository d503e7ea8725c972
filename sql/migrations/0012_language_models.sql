-- Purpose: what was asked of language models, what it cost, and their answers, so that none is paid for twice.
-- Re-run: never; the runner records it.

SET LOCAL ROLE chorus_owner;
SET LOCAL search_path = results;

CREATE TABLE llm_calls (
    call_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    channel text NOT NULL,
    run_id bigint NOT NULL REFERENCES runs,
    model text NOT NULL,
    answer_key text NOT NULL,
    outcome text CHECK (outcome IN ('answered', 'malformed', 'refused', 'unavailable')),
    input_tokens bigint NOT NULL CHECK (input_tokens >= 0),
    output_tokens bigint NOT NULL CHECK (output_tokens >= 0),
    cost_usd numeric(12, 6) NOT NULL CHECK (cost_usd >= 0),
    asked_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE llm_calls IS 'Each call of a language model with what it cost; written before it is sent, so that one that was killed counts as well.';
COMMENT ON COLUMN llm_calls.call_id IS 'Order of the calls';
COMMENT ON COLUMN llm_calls.channel IS 'Channel that pays';
COMMENT ON COLUMN llm_calls.run_id IS 'The run whose report it is for';
COMMENT ON COLUMN llm_calls.model IS 'The model''s name at its endpoint';
COMMENT ON COLUMN llm_calls.answer_key IS 'What was asked: hash of the words, the model and the version of the prompt';
COMMENT ON COLUMN llm_calls.outcome IS 'answered; malformed: no usable JSON; refused: the endpoint does not want to; unavailable: silence, failures, rate limit. Null: killed meanwhile';
COMMENT ON COLUMN llm_calls.input_tokens IS 'As the endpoint counts them; estimated where it did not';
COMMENT ON COLUMN llm_calls.output_tokens IS 'Likewise; the most that was asked for where there is no answer';
COMMENT ON COLUMN llm_calls.cost_usd IS 'By the channel''s prices then, in US dollars';
COMMENT ON COLUMN llm_calls.asked_at IS 'When it was sent';
CREATE INDEX llm_calls_of_channel ON llm_calls (channel, asked_at);

CREATE TABLE llm_answers (
    channel text NOT NULL,
    answer_key text NOT NULL,
    tweet_ids bigint[] NOT NULL,
    answer jsonb NOT NULL,
    answered_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (channel, answer_key)
);
COMMENT ON TABLE llm_answers IS 'Answers of language models as they came, unchecked: the same question is not asked twice.';
COMMENT ON COLUMN llm_answers.channel IS 'Channel that paid for it';
COMMENT ON COLUMN llm_answers.answer_key IS 'What was asked, as in llm_calls';
COMMENT ON COLUMN llm_answers.tweet_ids IS 'Tweets that it was told; it goes when one of them is forgotten';
COMMENT ON COLUMN llm_answers.answer IS 'Claims: thing, sentence, quotations, all of it untrusted';
COMMENT ON COLUMN llm_answers.answered_at IS 'When it came';
