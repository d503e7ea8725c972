-- Purpose: one topic of a run, with its story and what the run was made from.
-- Parameters: run_id, topic_no
-- Re-run: safe; reads only.
SELECT
    run.channel,
    run.input_hash,
    run.config_hash,
    run.code_version,
    topic.run_id,
    topic.topic_no,
    topic.label,
    topic.terms,
    topic.weights,
    topic.tweets,
    topic.accounts,
    topic.exemplars,
    topic.story_id,
    topic.story_status,
    topic.story_day_no,
    topic.tweets_yesterday,
    topic.tweets_week,
    story.name AS story_name,
    story.first_day AS story_first_day
FROM results.topics AS topic
INNER JOIN results.runs AS run ON topic.run_id = run.run_id
INNER JOIN results.stories AS story ON topic.story_id = story.story_id
WHERE topic.run_id = :run_id AND topic.topic_no = :topic_no;
