-- Purpose: the topics of a run, largest first.
-- Parameters: run_id
-- Re-run: safe; reads only.
SELECT
    topic_no,
    label,
    names,
    terms,
    weights,
    theme,
    tweets,
    accounts,
    exemplars,
    story_id,
    story_status,
    story_day_no,
    tweets_yesterday,
    tweets_week
FROM results.topics
WHERE run_id = :run_id
ORDER BY topic_no;
