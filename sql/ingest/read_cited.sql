-- Purpose: tweets that the published posts of some days cite and that are still loaded, with the time of their last check;
--   the oldest check first.
-- Parameters: channel, first_day, last_day
-- Re-run: safe; reads only.
SELECT
    tweet.tweet_id,
    tweet.created_at,
    seen.checked_at
FROM (
    SELECT DISTINCT cast(cited.tweet_id #>> '{}' AS bigint) AS tweet_id
    FROM results.current_runs AS pointer
    INNER JOIN results.reports AS report ON pointer.run_id = report.run_id
    CROSS JOIN
        LATERAL jsonb_path_query(report.document, '$.statements[*].citations[*].tweet_id') AS cited (tweet_id)
    WHERE
        pointer.channel = :channel
        AND pointer.last_day >= :first_day
        AND pointer.first_day <= :last_day
        AND EXISTS (
            SELECT FROM results.publications AS publication
            WHERE publication.run_id = pointer.run_id
        )
) AS cited
INNER JOIN facts.tweets AS tweet ON cited.tweet_id = tweet.tweet_id AND tweet.channel = :channel
LEFT JOIN facts.compliance_checks AS seen
    ON tweet.channel = seen.channel AND tweet.tweet_id = seen.tweet_id
ORDER BY seen.checked_at ASC NULLS FIRST, tweet.tweet_id ASC;
