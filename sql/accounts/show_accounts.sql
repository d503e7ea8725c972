-- Purpose: the highest accounts of a run for the command line.
-- Parameters: run_id
-- Re-run: safe; reads only.
SELECT
    score.rank,
    '@' || account.handle AS account,
    round(score.score::numeric, 2)::float AS score,
    score.basis,
    score.endorsers,
    score.engagers,
    score.tweets,
    CASE WHEN score.is_new THEN 'new' ELSE score.previous_rank::text END AS before
FROM results.account_scores AS score
INNER JOIN results.runs AS run ON score.run_id = run.run_id
INNER JOIN LATERAL (
    SELECT snapshot.handle
    FROM facts.account_snapshots AS snapshot
    WHERE
        snapshot.channel = run.channel AND snapshot.day BETWEEN run.first_day AND run.last_day
        AND snapshot.author_key = score.author_key
    ORDER BY snapshot.day DESC
    LIMIT 1
) AS account ON TRUE
WHERE score.run_id = :run_id
ORDER BY score.rank
LIMIT 20;
