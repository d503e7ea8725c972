-- Purpose: all scores of a run, best first, with all that they are made of.
-- Parameters: run_id
-- Re-run: safe; reads only.
SELECT
    author_key,
    rank,
    score,
    basis,
    reach,
    votes,
    endorsers,
    engagers,
    lift,
    size_lift,
    originality,
    focus,
    consistency,
    followers,
    responses,
    tweets,
    previous_rank,
    is_new
FROM results.account_scores
WHERE run_id = :run_id
ORDER BY rank;
