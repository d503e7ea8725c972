-- Purpose: the topics of a run for the command line.
-- Parameters: run_id
-- Re-run: safe; reads only.
SELECT
    run_id::text || ':' || topic_no::text AS topic_id,
    label,
    tweets,
    accounts,
    story_status,
    story_day_no,
    tweets_yesterday,
    tweets_week
FROM results.topics
WHERE run_id = :run_id
ORDER BY topic_no
LIMIT 40;
