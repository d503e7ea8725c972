-- Purpose: the ranks that earlier runs gave on one basis.
-- Parameters: run_ids (list), basis
-- Re-run: safe; reads only.
SELECT
    run_id,
    author_key,
    rank
FROM results.account_scores
WHERE run_id = any(:run_ids) AND basis = :basis;
