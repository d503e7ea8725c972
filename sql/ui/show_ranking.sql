-- Purpose: the highest accounts of a run, with what their scores are made of.
-- Parameters: run_id, most (rows)
-- Re-run: safe; reads only.
SELECT
    score.rank,
    score.previous_rank,
    score.is_new,
    score.score,
    score.basis,
    score.reach,
    score.endorsers,
    score.engagers,
    score.followers,
    score.tweets,
    score.originality,
    score.focus,
    score.consistency,
    account.handle,
    account.name
FROM results.account_scores AS score
INNER JOIN results.runs AS run ON score.run_id = run.run_id
LEFT JOIN LATERAL (
    SELECT
        snapshot.handle,
        snapshot.name
    FROM facts.account_snapshots AS snapshot
    WHERE
        snapshot.channel = run.channel AND snapshot.day BETWEEN run.first_day AND run.last_day
        AND snapshot.author_key = score.author_key
    ORDER BY snapshot.day DESC
    LIMIT 1
) AS account ON TRUE
WHERE score.run_id = :run_id
ORDER BY score.rank
LIMIT :most;
