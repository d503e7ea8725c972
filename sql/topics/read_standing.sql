-- Purpose: how the accounts of a daily run stand: its first by engagers, and those whose engagers look bought.
-- Parameters: run_id, most (rank)
-- Re-run: safe; reads only.
SELECT
    author_key,
    FALSE AS is_suspicious
FROM results.account_scores
WHERE run_id = :run_id AND basis = 'engagers' AND rank <= :most
UNION ALL
SELECT
    author_key,
    TRUE AS is_suspicious
FROM results.watched_accounts
WHERE run_id = :run_id AND reason = 'suspicious';
