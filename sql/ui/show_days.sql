-- Purpose: what there is of each local day of a span: tweets, the last judgement, the current daily run, its last commit.
-- Parameters: channel, first_day, last_day
-- Re-run: safe; reads only.
WITH calendar AS (
    SELECT generate_series(cast(:first_day AS date), cast(:last_day AS date), interval '1 day')::date AS day
)

SELECT
    calendar.day,
    ledger.loaded,
    judged.verdict,
    judged.reasons,
    judged.accepted_reason,
    pointer.run_id,
    report.title,
    report.statements,
    report.dropped,
    publication.commit_sha,
    publication.published_at
FROM calendar
LEFT JOIN facts.day_ledger AS ledger ON ledger.channel = :channel AND calendar.day = ledger.day
LEFT JOIN LATERAL (
    SELECT
        judgement.verdict,
        judgement.reasons,
        judgement.accepted_reason
    FROM facts.judgements AS judgement
    WHERE
        judgement.channel = :channel AND judgement.first_day = calendar.day
        AND judgement.last_day = calendar.day
    ORDER BY judgement.judgement_id DESC
    LIMIT 1
) AS judged ON TRUE
LEFT JOIN results.current_runs AS pointer
    ON pointer.channel = :channel AND calendar.day = pointer.first_day AND calendar.day = pointer.last_day
LEFT JOIN results.reports AS report ON pointer.run_id = report.run_id
LEFT JOIN LATERAL (
    SELECT
        published.commit_sha,
        published.published_at
    FROM results.publications AS published
    WHERE published.run_id = pointer.run_id
    ORDER BY published.published_at DESC
    LIMIT 1
) AS publication ON TRUE
ORDER BY calendar.day;
