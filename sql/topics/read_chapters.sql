-- Purpose: the topics of a story in the current daily runs, in order of days.
-- Parameters: story_id
-- Re-run: safe; reads only.
SELECT
    run.first_day AS day,
    topic.run_id::text || ':' || topic.topic_no::text AS topic_id,
    topic.label,
    topic.tweets
FROM results.topics AS topic
INNER JOIN results.current_runs AS pointer ON topic.run_id = pointer.run_id
INNER JOIN results.runs AS run ON topic.run_id = run.run_id
WHERE topic.story_id = :story_id AND run.first_day = run.last_day
ORDER BY run.first_day, topic.topic_no;
