-- Purpose: the ranks that an earlier run gave.
-- Parameters: run_id
-- Re-run: safe; reads only.
SELECT
    author_key,
    rank
FROM results.account_scores
WHERE run_id = :run_id;
