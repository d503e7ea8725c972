-- Purpose: delete stories that no topic belongs to any more: their names may hold what was forgotten.
-- Parameters: channel
-- Re-run: safe.
DELETE FROM results.stories AS story
WHERE
    story.channel = :channel
    AND NOT EXISTS (
        SELECT FROM results.topics AS topic
        WHERE topic.story_id = story.story_id
    );
