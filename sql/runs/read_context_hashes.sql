-- Purpose: what daily runs give a window as context: their tweets, story links and ranks.
-- Parameters: channel, days (list of dates)
-- Re-run: safe; reads only.
SELECT
    ledger.day::text AS day,
    ledger.content_hash,
    story_links.digest AS links,
    ranking.digest AS ranks
FROM facts.day_ledger AS ledger
LEFT JOIN results.current_runs AS pointer
    ON ledger.channel = pointer.channel AND ledger.day = pointer.first_day AND ledger.day = pointer.last_day
LEFT JOIN LATERAL (
    SELECT
        md5(
            string_agg(concat_ws(' ', topic.topic_no, topic.story_id, topic.tweets), ',' ORDER BY topic.topic_no)
        ) AS digest
    FROM results.topics AS topic
    WHERE topic.run_id = pointer.run_id
) AS story_links ON TRUE
LEFT JOIN LATERAL (
    SELECT md5(string_agg(concat_ws(' ', score.author_key, score.basis), ',' ORDER BY score.rank)) AS digest
    FROM results.account_scores AS score
    WHERE score.run_id = pointer.run_id
) AS ranking ON TRUE
WHERE ledger.channel = :channel AND ledger.day = any(:days)
ORDER BY ledger.day;
