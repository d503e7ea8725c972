-- Purpose: what the current run of a day came to, and its latest commit.
-- Parameters: channel, day
-- Re-run: safe; reads only.
SELECT
    report.statements,
    publication.commit_sha,
    (
        SELECT count(*) FROM results.run_tweets AS tweet
        WHERE tweet.run_id = report.run_id
    ) AS tweets,
    (
        SELECT count(*) FROM results.topics AS topic
        WHERE topic.run_id = report.run_id
    ) AS topics
FROM results.current_runs AS pointer
INNER JOIN results.reports AS report ON pointer.run_id = report.run_id
INNER JOIN results.publications AS publication ON report.run_id = publication.run_id
WHERE pointer.channel = :channel AND pointer.first_day = :day AND pointer.last_day = :day
ORDER BY publication.publication_id DESC
LIMIT 1;
