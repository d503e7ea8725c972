-- Purpose: a window as it is now: its last judgement, its current run with the report, its last commit; one row always.
-- Parameters: channel, first_day, last_day
-- Re-run: safe; reads only.
WITH asked AS (
    SELECT cast(:last_day AS date) AS day
)

SELECT
    asked.day,
    pointer.run_id,
    run.opened_at,
    run.code_version,
    (
        SELECT sum(ledger.loaded)::integer FROM facts.day_ledger AS ledger
        WHERE ledger.channel = :channel AND ledger.day BETWEEN :first_day AND :last_day
    ) AS loaded,
    judged.verdict,
    judged.reasons,
    judged.accepted_reason,
    judged.accepted_at,
    report.title,
    report.slug,
    report.statements,
    report.dropped,
    report.document,
    publication.commit_sha,
    publication.remote,
    publication.branch,
    publication.published_at,
    publication.approved_by,
    publication.approved_at
FROM asked
LEFT JOIN results.current_runs AS pointer
    ON pointer.channel = :channel AND pointer.first_day = :first_day AND asked.day = pointer.last_day
LEFT JOIN results.runs AS run ON pointer.run_id = run.run_id
LEFT JOIN results.reports AS report ON pointer.run_id = report.run_id
LEFT JOIN LATERAL (
    SELECT
        judgement.verdict,
        judgement.reasons,
        judgement.accepted_reason,
        judgement.accepted_at
    FROM facts.judgements AS judgement
    WHERE judgement.channel = :channel AND judgement.first_day = :first_day AND judgement.last_day = asked.day
    ORDER BY judgement.judgement_id DESC
    LIMIT 1
) AS judged ON TRUE
LEFT JOIN LATERAL (
    SELECT
        published.commit_sha,
        published.remote,
        published.branch,
        published.published_at,
        published.approved_by,
        published.approved_at
    FROM results.publications AS published
    WHERE published.run_id = pointer.run_id
    ORDER BY published.published_at DESC
    LIMIT 1
) AS publication ON TRUE;
