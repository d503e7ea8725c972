-- Purpose: accounts that a channel's current daily runs ranked and its roster does not know, with the evidence.
-- Parameters: channel, from_day, handles (list of text, lower case: the roster's), account_ids (list of text), most
-- Re-run: safe; reads only.
WITH ranked AS (
    SELECT
        score.author_key,
        count(*)::integer AS days,
        min(score.rank) AS best_rank,
        max(score.endorsers) AS endorsers,
        max(score.engagers) AS engagers
    FROM results.current_runs AS pointer
    INNER JOIN results.account_scores AS score ON pointer.run_id = score.run_id
    WHERE
        pointer.channel = :channel AND pointer.first_day = pointer.last_day AND pointer.first_day >= :from_day
        AND score.rank <= 50
    GROUP BY score.author_key
)

SELECT
    account.handle,
    account.name,
    ranked.days,
    ranked.best_rank,
    ranked.endorsers,
    ranked.engagers,
    account.followers
FROM ranked
INNER JOIN LATERAL (
    SELECT
        snapshot.handle,
        snapshot.name,
        snapshot.followers
    FROM facts.account_snapshots AS snapshot
    WHERE snapshot.channel = :channel AND snapshot.author_key = ranked.author_key
    ORDER BY snapshot.day DESC
    LIMIT 1
) AS account ON TRUE
WHERE NOT lower(account.handle) = any(:handles) AND NOT ranked.author_key = any(:account_ids)
ORDER BY ranked.days DESC, ranked.best_rank ASC, account.handle ASC
LIMIT (:most);
