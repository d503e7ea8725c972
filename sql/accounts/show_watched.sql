-- Purpose: the accounts that a run watches but does not rank, for the operator; each by its last handle in the run's days.
-- Parameters: run_id, channel, first_day, last_day (of the run: only these partitions are read)
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
LEFT JOIN LATERAL (
    SELECT snapshot.handle
    FROM facts.account_snapshots AS snapshot
    WHERE
        snapshot.channel = :channel AND snapshot.day BETWEEN :first_day AND :last_day
        AND snapshot.author_key = watched.author_key
    ORDER BY snapshot.day DESC
    LIMIT 1
) AS account ON TRUE
WHERE watched.run_id = :run_id
ORDER BY watched.reason, watched.watch_no;
