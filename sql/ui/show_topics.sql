-- Purpose: the topics of a run with their stories.
-- Parameters: run_id
-- Re-run: safe; reads only.
SELECT
    topic.topic_no,
    topic.label,
    topic.theme,
    topic.tweets,
    topic.accounts,
    topic.story_id,
    topic.story_status,
    topic.story_day_no
FROM results.topics AS topic
WHERE topic.run_id = :run_id
ORDER BY topic.topic_no;
