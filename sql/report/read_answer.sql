-- Purpose: a language model's answer that was paid for.
-- Parameters: channel, answer_key
-- Re-run: safe; reads only.
SELECT answer
FROM results.llm_answers
WHERE channel = :channel AND answer_key = :answer_key;
