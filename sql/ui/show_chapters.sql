-- Purpose: a story's topics in the current daily runs, newest day first.
-- Parameters: channel, story_id, most (rows)
-- Re-run: safe; reads only.
SELECT
    story.name,
    story.first_day,
    pointer.first_day AS day,
    topic.topic_no,
    topic.label,
    topic.theme,
    topic.names,
    topic.tweets,
    topic.accounts,
    topic.story_status,
    topic.story_day_no,
    topic.exemplars
FROM results.stories AS story
INNER JOIN results.topics AS topic ON story.story_id = topic.story_id
INNER JOIN results.current_runs AS pointer ON topic.run_id = pointer.run_id
WHERE story.story_id = :story_id AND story.channel = :channel AND pointer.first_day = pointer.last_day
ORDER BY pointer.first_day DESC, topic.topic_no ASC
LIMIT :most;
