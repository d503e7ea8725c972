-- Purpose: the ranks that accounts had in daily runs.
-- Parameters: run_ids (list), author_keys (list)
-- Re-run: safe; reads only.
SELECT
    run.first_day AS day,
    score.author_key,
    score.rank
FROM results.account_scores AS score
INNER JOIN results.runs AS run ON score.run_id = run.run_id
WHERE score.run_id = any(:run_ids) AND score.author_key = any(:author_keys)
ORDER BY run.first_day, score.rank;
