-- Purpose: the latest publication of a run for the command line.
-- Parameters: run_id
-- Re-run: safe; reads only.
SELECT
    publication.slug,
    publication.commit_sha,
    report.statements,
    (
        SELECT count(*) FROM results.run_tweets AS tweet
        WHERE tweet.run_id = publication.run_id
    ) AS tweets
FROM results.publications AS publication
INNER JOIN results.reports AS report ON publication.run_id = report.run_id
WHERE publication.run_id = :run_id
ORDER BY publication.publication_id DESC
LIMIT 1;
