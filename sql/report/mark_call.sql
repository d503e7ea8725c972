-- Purpose: what a call of a language model came to.
-- Parameters: call_id, outcome, input_tokens, output_tokens, cost_usd
-- Re-run: safe.
UPDATE results.llm_calls
SET
    outcome = :outcome,
    input_tokens = :input_tokens,
    output_tokens = :output_tokens,
    cost_usd = :cost_usd
WHERE call_id = :call_id;
