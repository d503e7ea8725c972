-- Purpose: the highest accounts of a run of one day, with what their scores are made of.
-- Parameters: run_id, channel, day (of the run: only this partition is read), most (rows)
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
LEFT JOIN facts.account_snapshots AS account
    ON account.channel = :channel AND account.day = :day AND score.author_key = account.author_key
WHERE score.run_id = :run_id
ORDER BY score.rank
LIMIT :most;
