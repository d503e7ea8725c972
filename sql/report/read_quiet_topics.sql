-- Purpose: topics of an earlier run whose story has no topic in this one, largest first.
-- Parameters: run_id, earlier_run_id, least_accounts
-- Re-run: safe; reads only.
SELECT
    earlier.label,
    earlier.names,
    earlier.tweets,
    earlier.accounts,
    earlier.exemplars
FROM results.topics AS earlier
WHERE
    earlier.run_id = :earlier_run_id
    AND earlier.accounts >= :least_accounts
    AND NOT EXISTS (
        SELECT FROM results.topics AS topic
        WHERE topic.run_id = :run_id AND topic.story_id = earlier.story_id
    )
ORDER BY earlier.accounts DESC, earlier.tweets DESC, earlier.topic_no ASC;
