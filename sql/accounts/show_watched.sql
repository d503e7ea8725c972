-- Purpose: the accounts that a run watches but does not rank, for the operator.
-- Parameters: run_id
-- Re-run: safe; reads only.
SELECT
    watched.reason,
    '@' || account.handle AS account,
    watched.engagers,
    watched.endorsers,
    round(watched.lift::numeric, 1)::float AS lift,
    watched.fresh,
    watched.devoted,
    watched.mutual,
    watched.alike
FROM results.watched_accounts AS watched
INNER JOIN results.runs AS run ON watched.run_id = run.run_id
INNER JOIN LATERAL (
    SELECT snapshot.handle
    FROM facts.account_snapshots AS snapshot
    WHERE
        snapshot.channel = run.channel AND snapshot.day BETWEEN run.first_day AND run.last_day
        AND snapshot.author_key = watched.author_key
    ORDER BY snapshot.day DESC
    LIMIT 1
) AS account ON TRUE
WHERE watched.run_id = :run_id
ORDER BY watched.reason, watched.watch_no;
