-- Purpose: the topics of daily runs, each a chapter of its story: what the story was on one day.
-- Parameters: run_ids (list)
-- Re-run: safe; reads only.
SELECT
    run.first_day AS day,
    topic.story_id,
    topic.label,
    topic.names,
    topic.theme,
    topic.tweets,
    topic.accounts,
    topic.exemplars,
    (
        SELECT array_agg(member.tweet_id ORDER BY member.tweet_id)
        FROM results.run_tweets AS member
        WHERE member.run_id = topic.run_id AND member.topic_no = topic.topic_no
    ) AS members
FROM results.topics AS topic
INNER JOIN results.runs AS run ON topic.run_id = run.run_id
WHERE topic.run_id = any(:run_ids)
ORDER BY run.first_day, topic.topic_no;
