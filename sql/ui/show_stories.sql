-- Purpose: the stories of the current daily runs of a span, those with most tweets first, with their tweets by day.
-- Parameters: channel, first_day, last_day, most (rows)
-- Re-run: safe; reads only.
WITH told AS (
    SELECT
        topic.story_id,
        pointer.first_day AS day,
        sum(topic.tweets)::integer AS tweets,
        max(topic.accounts) AS accounts,
        (array_agg(topic.story_status ORDER BY topic.topic_no))[1] AS story_status,
        (array_agg(topic.theme ORDER BY topic.topic_no))[1] AS theme
    FROM results.current_runs AS pointer
    INNER JOIN results.topics AS topic ON pointer.run_id = topic.run_id
    WHERE
        pointer.channel = :channel AND pointer.first_day = pointer.last_day
        AND pointer.first_day BETWEEN :first_day AND :last_day
    GROUP BY topic.story_id, pointer.first_day
)

SELECT
    told.story_id,
    story.name,
    story.first_day,
    count(*)::integer AS days,
    max(told.day) AS last_day,
    sum(told.tweets)::integer AS tweets,
    max(told.accounts) AS accounts,
    (array_agg(told.story_status ORDER BY told.day DESC))[1] AS story_status,
    (array_agg(told.theme ORDER BY told.day DESC))[1] AS theme,
    array_agg(told.day ORDER BY told.day) AS told_days,
    array_agg(told.tweets ORDER BY told.day) AS told_tweets
FROM told
INNER JOIN results.stories AS story ON told.story_id = story.story_id
GROUP BY told.story_id, story.name, story.first_day
ORDER BY tweets DESC, told.story_id ASC
LIMIT :most;
