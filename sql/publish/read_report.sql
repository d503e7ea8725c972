-- Purpose: the head of a run's report, and how many tweets it rests on.
-- Parameters: run_id
-- Re-run: safe; reads only.
SELECT
    report.slug,
    report.title,
    report.statements,
    report.dropped,
    (
        SELECT count(*) FROM results.run_tweets AS tweet
        WHERE tweet.run_id = report.run_id
    ) AS tweets
FROM results.reports AS report
WHERE report.run_id = :run_id;
