-- Purpose: the topics of daily runs with the stories they belong to.
-- Parameters: run_ids (list)
-- Re-run: safe; reads only.
SELECT
    run.first_day AS day,
    story.story_id,
    story.name AS story_name,
    story.first_day AS story_first_day,
    topic.names,
    topic.terms,
    topic.weights,
    topic.tweets
FROM results.topics AS topic
INNER JOIN results.runs AS run ON topic.run_id = run.run_id
INNER JOIN results.stories AS story ON topic.story_id = story.story_id
WHERE topic.run_id = ANY(:run_ids)
ORDER BY run.first_day, topic.topic_no;
