-- Purpose: the accounts that a run of one day watches but does not rank, for the operator.
-- Parameters: run_id, channel, day (of the run: only this partition is read)
-- Re-run: safe; reads only.
SELECT
    watched.reason,
    account.handle,
    watched.engagers,
    watched.endorsers,
    round(watched.lift::numeric, 1)::float AS lift,
    watched.fresh,
    watched.devoted,
    watched.mutual,
    watched.alike
FROM results.watched_accounts AS watched
LEFT JOIN facts.account_snapshots AS account
    ON account.channel = :channel AND account.day = :day AND watched.author_key = account.author_key
WHERE watched.run_id = :run_id
ORDER BY watched.reason, watched.watch_no;
