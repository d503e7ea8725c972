-- Purpose: add one topic of a run.
-- Parameters: every column of results.topics
-- Re-run: after delete_topics.
INSERT INTO results.topics (
    run_id, topic_no, label, names, terms, weights, theme, tweets, accounts, exemplars,
    story_id, story_status, story_day_no, tweets_yesterday, tweets_week
)
VALUES (
    :run_id, :topic_no, :label, :names, :terms, :weights, :theme, :tweets, :accounts, :exemplars,
    :story_id, :story_status, :story_day_no, :tweets_yesterday, :tweets_week
);
