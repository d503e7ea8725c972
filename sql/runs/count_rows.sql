-- Purpose: what a run read and made, as numbers for a meter.
-- Parameters: run_id
-- Re-run: safe; reads only.
SELECT
    (
        SELECT coalesce(sum(ledger.records), 0) FROM facts.day_ledger AS ledger
        WHERE ledger.channel = run.channel AND ledger.day BETWEEN run.first_day AND run.last_day
    ) AS records,
    (
        SELECT coalesce(sum(ledger.rejected), 0) FROM facts.day_ledger AS ledger
        WHERE ledger.channel = run.channel AND ledger.day BETWEEN run.first_day AND run.last_day
    ) AS rejected,
    (
        SELECT count(*) FROM results.run_tweets AS tweet
        WHERE tweet.run_id = run.run_id
    ) AS tweets,
    (
        SELECT count(*) FROM results.topics AS topic
        WHERE topic.run_id = run.run_id
    ) AS topics,
    (
        SELECT count(*) FROM results.account_scores AS score
        WHERE score.run_id = run.run_id
    ) AS accounts,
    (
        SELECT coalesce(max(report.statements), 0) FROM results.reports AS report
        WHERE report.run_id = run.run_id)
        AS statements,
    (
        SELECT coalesce(max(report.dropped), 0) FROM results.reports AS report
        WHERE report.run_id = run.run_id
    ) AS dropped
FROM results.runs AS run
WHERE run.run_id = :run_id;
