-- Purpose: what was judged of a run's input when it was opened.
-- Parameters: run_id
-- Re-run: safe; reads only.
SELECT
    judgement.verdict,
    judgement.reasons,
    judgement.accepted_at IS NOT NULL AS is_accepted
FROM results.runs AS run
INNER JOIN facts.judgements AS judgement ON run.judgement_id = judgement.judgement_id
WHERE run.run_id = :run_id;
