-- Purpose: book a call of a language model before it is sent, at its dearest.
-- Parameters: channel, run_id, model, answer_key, input_tokens, output_tokens, cost_usd
-- Re-run: another call.
INSERT INTO results.llm_calls (channel, run_id, model, answer_key, input_tokens, output_tokens, cost_usd)
VALUES (:channel, :run_id, :model, :answer_key, :input_tokens, :output_tokens, :cost_usd)
RETURNING call_id;
