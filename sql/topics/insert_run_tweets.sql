-- Purpose: add what a run made of each of its tweets; the lists are parallel.
-- Parameters: run_id, tweet_ids, days, roles, topic_nos, duplicates, centralities, chatter_scores, ad_scores (lists)
-- Re-run: after delete_run_tweets.
INSERT INTO results.run_tweets (
    run_id, tweet_id, day, role, topic_no, duplicate_of, centrality, chatter_score, ad_score
)
SELECT
    :run_id,
    given.tweet_id,
    given.day,
    given.role,
    given.topic_no,
    given.duplicate_of,
    given.centrality,
    given.chatter_score,
    given.ad_score
FROM unnest(
    cast(:tweet_ids AS bigint[]),
    cast(:days AS date[]),
    cast(:roles AS text[]),
    cast(:topic_nos AS integer[]),
    cast(:duplicates AS bigint[]),
    cast(:centralities AS real[]),
    cast(:chatter_scores AS real[]),
    cast(:ad_scores AS real[])
) AS given (tweet_id, day, role, topic_no, duplicate_of, centrality, chatter_score, ad_score);
