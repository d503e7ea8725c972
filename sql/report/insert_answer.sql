-- Purpose: keep a language model's answer.
-- Parameters: channel, answer_key, tweet_ids (list), answer (JSON text)
-- Re-run: safe; the first answer stays.
INSERT INTO results.llm_answers (channel, answer_key, tweet_ids, answer)
VALUES (:channel, :answer_key, :tweet_ids, cast(:answer AS jsonb))
ON CONFLICT (channel, answer_key) DO NOTHING;
